//! Notices.
use hub::{Answer, By, NoticeId, Timestamp, UserId, notices::{Command, Notice, NoticeView}};
use crate::{Failure, Fault, Tx, batch::Work};

pub(crate) async fn carry_out(_work: &mut Work<'_>, _by: By, _at: Timestamp, _command: Command) -> Result<Answer, Failure> {
    todo!()
}
pub(crate) async fn notify(_work: &mut Work<'_>, _to: UserId, _notice: &Notice, _at: Timestamp) -> Result<(), Fault> {
    todo!()
}
pub async fn find(_db: &mut Tx, _reader: UserId, _id: NoticeId) -> Result<Option<NoticeView>, Fault> {
    todo!()
}
