//! Blocks.
use hub::{Answer, By, Timestamp, moderation::Command};
use crate::{Failure, batch::Work};

pub(crate) async fn carry_out(_work: &mut Work<'_>, _by: By, _at: Timestamp, _command: Command) -> Result<Answer, Failure> {
    todo!()
}
