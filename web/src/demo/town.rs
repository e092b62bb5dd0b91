//! Fills in what every hub has, and the invented town.

use store::Store;

use crate::server::StartError;

/// Seeds or takes away; what was done, in words.
pub async fn tend(_store: &Store, _demo: bool, _remove: bool) -> Result<String, StartError> {
    Err(StartError::Other("nothing to seed yet".to_owned()))
}
