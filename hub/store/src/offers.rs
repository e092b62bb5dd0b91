//! Offers.
use hub::{Answer, By, OfferId, Timestamp, UserId, offers::{Command, OfferView}};
use crate::{Failure, Fault, Tx, batch::Work};

pub(crate) async fn carry_out(_work: &mut Work<'_>, _by: By, _at: Timestamp, _command: Command) -> Result<Answer, Failure> {
    todo!()
}
/// One offer, as `reader` (`None`: signed out) may see it.
pub async fn find(_db: &mut Tx, _reader: Option<UserId>, _id: OfferId) -> Result<Option<OfferView>, Fault> {
    todo!()
}
