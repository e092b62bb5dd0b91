//! Texts.
use hub::{Answer, By, ConnectionId, Timestamp, UserId, sms::{Command, Moment}};
use crate::{Failure, Fault, batch::Work};

pub(crate) async fn carry_out(_work: &mut Work<'_>, _by: By, _at: Timestamp, _command: Command) -> Result<Answer, Failure> {
    todo!()
}
pub(crate) async fn queue(_work: &mut Work<'_>, _to: UserId, _moment: Moment, _connection: ConnectionId, _at: Timestamp) -> Result<(), Fault> {
    todo!()
}
