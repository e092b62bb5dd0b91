//! Connections.
use hub::{Answer, By, CommandId, ConnectionId, ConversationId, Timestamp, UserId, connections::{Command, ConnectionView}};
use crate::{Failure, Fault, Tx, batch::Work};

pub(crate) async fn carry_out(_work: &mut Work<'_>, _by: By, _at: Timestamp, _id: &CommandId, _command: Command) -> Result<Answer, Failure> {
    todo!()
}
/// `who` wrote in the conversation and was waited for: what was initiated towards them is being discussed now.
pub(crate) async fn replied(_work: &mut Work<'_>, _conversation: ConversationId, _who: UserId, _at: Timestamp) -> Result<(), Fault> {
    todo!()
}
pub async fn find(_db: &mut Tx, _reader: UserId, _id: ConnectionId) -> Result<Option<ConnectionView>, Fault> {
    todo!()
}
/// All of the two, newest first.
pub async fn list_between(_db: &mut Tx, _reader: UserId, _other: UserId) -> Result<Vec<ConnectionView>, Fault> {
    todo!()
}
