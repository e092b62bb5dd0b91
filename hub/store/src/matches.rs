//! Matches.
use hub::{Answer, By, ConnectionId, MatchId, Timestamp, UserId, connections::Subject, matches::{Command, MatchCard, Post}};
use crate::{Failure, Fault, Tx, batch::Work};

pub(crate) async fn carry_out(_work: &mut Work<'_>, _by: By, _at: Timestamp, _command: Command) -> Result<Answer, Failure> {
    todo!()
}
pub(crate) async fn withdraw_post(_work: &mut Work<'_>, _post: Post, _at: Timestamp) -> Result<(), Fault> {
    todo!()
}
pub(crate) async fn withdraw_between(_work: &mut Work<'_>, _a: UserId, _b: UserId, _at: Timestamp) -> Result<(), Fault> {
    todo!()
}
pub(crate) async fn withdraw_of(_work: &mut Work<'_>, _user: UserId, _at: Timestamp) -> Result<(), Fault> {
    todo!()
}
pub(crate) async fn acted_on(_work: &mut Work<'_>, _about: Subject, _by: UserId, _to: UserId, _connection: ConnectionId, _at: Timestamp) -> Result<(), Fault> {
    todo!()
}
/// A match as `reader` sees it; `None` when it is not theirs, withdrawn or dismissed by them.
pub async fn find_card(_db: &mut Tx, _reader: UserId, _id: MatchId) -> Result<Option<MatchCard>, Fault> {
    todo!()
}
