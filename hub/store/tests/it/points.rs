//! The ledger, page by page. That each line is written once stands with the connections.

use hub::{asks::AskKind, connections::Subject, points::Reason};

use crate::{
    steps::{open, opened},
    world::both_engines,
};

both_engines! {
    async fn the_ledger_is_read_page_by_page_each_line_once(db) {
        let ana = db.member("ana").await;
        let ask = db.ask(ana, "Many to test", AskKind::BetaTester, Some(50)).await;
        for n in 0..7 {
            let who = db.member(&format!("member{n}")).await;
            // Several in one moment, then later ones.
            if n > 3 { db.later(1); }
            opened(db.act(who, open(ana, Subject::Ask(ask))).await);
        }
        db.offer(ana, "I bake").await;
        let mut read = db.store.read().await.unwrap();
        let mut seen = Vec::new();
        let mut cursor = None;
        loop {
            let page = store::points::page_lines(&mut read, ana, cursor.as_deref(), 3).await.unwrap();
            seen.extend(page.items);
            cursor = page.next;
            if cursor.is_none() { break }
        }
        assert_eq!(seen.len(), 8);
        assert_eq!(seen.iter().filter(|l| l.reason == Reason::AskGotResponse).count(), 7);
        assert!(seen.windows(2).all(|w| w[0].at >= w[1].at));
        assert_eq!(store::points::find_total(&mut read, ana).await.unwrap(), 7 * 5 + 10);
        let odd = store::points::page_lines(&mut read, ana, Some("no cursor of ours"), 100).await.unwrap();
        assert_eq!(odd.items.len(), 8);
    }

    async fn an_offer_is_rewarded_when_it_is_first_published_only(db) {
        use hub::{Command, offers::{self, OfferStatus}};
        let ana = db.member("ana").await;
        let offer = db.offer_as(ana, "I bake", false).await;
        assert_eq!(db.ledger(ana).await, []);
        for to in [OfferStatus::Active, OfferStatus::Paused, OfferStatus::Active] {
            db.act(ana, Command::Offers(offers::Command::SetStatus { id: offer, to })).await.unwrap();
        }
        assert_eq!(db.ledger(ana).await, [("add_offer".to_owned(), 10)]);
    }
}
