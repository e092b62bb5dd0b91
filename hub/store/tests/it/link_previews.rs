//! What is kept of linked pages, and who looks.

use hub::{
    kernel::time::DAY,
    link_previews::{
        LinkPreview,
        rules::{KEPT, TRIED_AGAIN},
    },
};
use store::link_previews::{Known, find};

use crate::world::{TestStore, both_engines};

const PAGE: &str = "https://example.org/a";

fn bread() -> LinkPreview {
    LinkPreview { address: PAGE.to_owned(), title: "Bread".to_owned(), description: String::new(), site: "example.org".to_owned() }
}

async fn known(db: &TestStore) -> Known {
    find(&mut db.store.read().await.unwrap(), PAGE, db.now()).await.unwrap()
}

both_engines! {
    async fn one_looks_and_what_is_found_counts_for_a_while(db) {
        assert_eq!(known(&db).await, Known::Nothing);
        assert!(db.store.claim_link(PAGE, db.now()).await.unwrap());
        assert!(!db.store.claim_link(PAGE, db.now()).await.unwrap(), "somebody looks already");
        assert_eq!(known(&db).await, Known::Fresh(None), "and nobody else needs to");
        db.store.save_link(PAGE, Some(&bread()), db.now()).await.unwrap();
        assert_eq!(known(&db).await, Known::Fresh(Some(bread())));
        db.later(KEPT);
        assert_eq!(known(&db).await, Known::Stale(Some(bread())), "it stands until somebody has looked again");
        assert!(db.store.claim_link(PAGE, db.now()).await.unwrap());
        assert_eq!(known(&db).await, Known::Fresh(Some(bread())));
        db.store.save_link(PAGE, None, db.now()).await.unwrap();
        assert_eq!(known(&db).await, Known::Fresh(None), "the page is gone, and its card with it");
        db.later(TRIED_AGAIN);
        assert!(db.store.claim_link(PAGE, db.now()).await.unwrap());
    }

    async fn what_nobody_asks_for_is_forgotten(db) {
        db.store.claim_link(PAGE, db.now()).await.unwrap();
        db.later(5 * KEPT + DAY);
        db.store.claim_link("https://example.org/b", db.now()).await.unwrap();
        db.store.save_link("https://example.org/b", None, db.now()).await.unwrap();
        assert_eq!(db.number("select count(*) as n from link_previews").await, 1);
    }
}
