//! The newest of everything, on one page.

use hub::{asks::AskView, offers::OfferView, profiles::PersonCard, tools::ToolView};
use serde::Serialize;

use super::{
    answer::{Answer, Told},
    sent::{Nothing, Query},
};
use crate::visitor::Visitor;

/// How many of each.
const OF_EACH: usize = 6;

#[derive(Serialize)]
pub struct Discovery {
    pub offers: Vec<OfferView>,
    pub asks: Vec<AskView>,
    pub people: Vec<PersonCard>,
    pub tools: Vec<ToolView>,
}

crate::shapes! {
    /// A few of everything, the newest first. Each has a list of its own.
    Discovery as "Discovery" {
        offers: Vec<OfferView>,
        asks: Vec<AskView>,
        people: Vec<PersonCard>,
        tools: Vec<ToolView>,
    }
}

pub async fn all(visitor: Visitor, Query(_): Query<Nothing>) -> Answer<Told<Discovery>> {
    let (mut db, reader) = (visitor.db().await?, visitor.user());
    Ok(Told(Discovery {
        offers: store::offers::page_active(&mut db, reader, &Default::default(), None, OF_EACH).await?.items,
        asks: store::asks::page_open(&mut db, reader, &Default::default(), None, OF_EACH).await?.items,
        people: store::profiles::page(&mut db, reader, None, OF_EACH).await?.items,
        tools: store::tools::page(&mut db, &Default::default(), None, OF_EACH).await?.items,
    }))
}
