//! Points.
use hub::{Timestamp, UserId, points::Reason};
use crate::{Fault, batch::Work};

pub(crate) async fn award(_work: &mut Work<'_>, _to: UserId, _reason: Reason, _about: &str, _at: Timestamp) -> Result<(), Fault> {
    todo!()
}
pub(crate) async fn count_help(_work: &mut Work<'_>, _helper: UserId) -> Result<(), Fault> {
    todo!()
}
