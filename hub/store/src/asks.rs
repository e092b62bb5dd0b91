//! Asks.
use hub::{Answer, AskId, By, Timestamp, UserId, asks::{AskView, Command}};
use crate::{Failure, Fault, Tx, batch::Work};

pub(crate) async fn carry_out(_work: &mut Work<'_>, _by: By, _at: Timestamp, _command: Command) -> Result<Answer, Failure> {
    todo!()
}
/// One ask, as `reader` (`None`: signed out) may see it.
pub async fn find(_db: &mut Tx, _reader: Option<UserId>, _id: AskId) -> Result<Option<AskView>, Fault> {
    todo!()
}
