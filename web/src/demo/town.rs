//! Fills in what every hub has, and the invented town.

use hub::Timestamp;
use store::{
    OpenError, Store,
    seed::{SeedRefused, SeedReport},
};

use crate::{
    files::{
        shelf::{Failed, Shelf, Size},
        upload::Temp,
    },
    server::StartError,
};

/// What became of the demo town at a start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Town {
    /// Nobody asked for it.
    Off,
    Stands(SeedReport),
    /// It is not built where real members live; why, in words.
    NotHere(String),
}

impl Town {
    /// For the start-up lines.
    pub fn words(&self) -> String {
        match self {
            Town::Off => "off: start with --demo, on a database of its own, to look around in an invented town".to_owned(),
            Town::Stands(report) => built(report),
            Town::NotHere(why) => format!("off: {why}"),
        }
    }
}

fn built(report: &SeedReport) -> String {
    let SeedReport { members, offers, asks, helps, .. } = report;
    let how = if report.stood { "stands" } else { "is built" };
    format!("{how}: {members} invented members, {offers} offers, {asks} asks, {helps} helps carried to the end")
}

pub(crate) fn failed(refused: SeedRefused) -> StartError {
    match refused {
        SeedRefused::Fault(fault) => StartError::Store(OpenError::Fault(fault)),
        other => StartError::Other(other.to_string()),
    }
}

/// Taxonomy and tools, as this program knows them; in words.
pub async fn furnish(store: &Store) -> Result<String, StartError> {
    let report = store.seed_reference().await.map_err(failed)?;
    Ok(format!("{} words of the taxonomy and {} tools stand in the database.", report.terms, report.tools))
}

/// The town, if it is asked for and may be here.
pub async fn build(store: &Store, wanted: bool, now: Timestamp) -> Result<Town, StartError> {
    if !wanted {
        return Ok(Town::Off);
    }
    match store.seed_demo(now).await {
        Ok(report) => Ok(Town::Stands(report)),
        Err(refused @ SeedRefused::NotEmpty { .. }) => Ok(Town::NotHere(refused.to_string())),
        Err(refused) => Err(failed(refused)),
    }
}

/// Puts what the town's offers hand out where files are kept, unless it is there: at a start that stopped in between, or with
/// another place for files.
pub async fn hand_out(store: &Store, shelf: &Shelf) -> Result<(), StartError> {
    let files = store::seed::list_demo_files(&mut store.read().await.map_err(OpenError::Fault)?).await.map_err(OpenError::Fault)?;
    let failed = |why: Failed| StartError::Other(format!("the demo town's files can't be kept: {why}"));
    for (id, bytes) in files {
        if shelf.read(id, Size::Whole, None).await.map_err(failed)?.is_none() {
            let temp = Temp::holding(shelf.incoming(), bytes.to_vec()).await.map_err(|e| failed(e.into()))?;
            shelf.put(id, Size::Whole, temp).await.map_err(failed)?;
        }
    }
    Ok(())
}

/// Takes every trace of the town away; in words.
pub async fn remove(store: &Store, now: Timestamp) -> Result<String, StartError> {
    let gone = store.remove_demo(now).await.map_err(OpenError::Fault)?;
    if gone.members == 0 {
        return Ok("There is no demo town here: nothing to take away.".to_owned());
    }
    Ok(format!("The demo town is gone: {} members, {} asks, {} offers, {} messages.", gone.members, gone.asks, gone.offers, gone.messages))
}
