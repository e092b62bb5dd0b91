//! Files: what they belong to, who sees them, how much fits in a day, and what goes.

use hub::{
    Answer, By, Command, FileId, OfferId, Refusal, Timestamp, UserId,
    asks::{self, Visibility},
    connections::{Step, Subject},
    files::{Command as Files, FACE, Kind, Media, Refusal as No, Seen, path},
    kernel::time::{DAY, HOUR, MINUTE},
    messaging,
    moderation::Command as Moderation,
    offers::{self, OfferKind, Pricing},
};
use store::{
    Pace,
    files::{self as reads, Reach},
};

use crate::{
    steps::{open, opened, step},
    world::{TestStore, both_engines},
};

async fn try_add(db: &TestStore, by: UserId, kind: Kind, size: i64) -> Result<Answer, Refusal> {
    let (name, media) = match kind {
        Kind::Photo => (FACE, Media::Jpeg),
        Kind::Picture => ("picture.jpg", Media::Jpeg),
        _ => ("list.csv", Media::Text),
    };
    let file = Seen { kind, name: name.to_owned(), size, sha256: "00ff".to_owned(), media, width: None, height: None };
    db.act(by, Command::Files(Files::Add { file })).await
}

async fn add(db: &TestStore, by: UserId, kind: Kind) -> FileId {
    match try_add(db, by, kind, 1_000).await {
        Ok(Answer::File { id }) => id,
        other => panic!("no file: {other:?}"),
    }
}

async fn reach(db: &TestStore, reader: Option<UserId>, id: FileId) -> Option<Reach> {
    let mut tx = db.store.read().await.unwrap();
    let file = reads::find(&mut tx, id).await.unwrap()?;
    reads::reach(&mut tx, reader, &file).await.unwrap()
}

async fn show(db: &TestStore, by: UserId, photo: Option<FileId>) -> Result<Answer, Refusal> {
    db.act(by, Command::Files(Files::SetPhoto { photo })).await
}

async fn portrait(db: &TestStore, who: UserId) -> String {
    store::profiles::find_card(&mut db.store.read().await.unwrap(), who).await.unwrap().unwrap().portrait
}

fn template(title: &str, pricing: Pricing, file: Option<FileId>) -> offers::Draft {
    offers::Draft {
        title: title.to_owned(),
        description: "To print.".to_owned(),
        kind: OfferKind::Template,
        pricing,
        price: hub::Cents(if pricing == Pricing::Free { 0 } else { 900 }),
        file,
        ..Default::default()
    }
}

async fn try_offer(db: &TestStore, owner: UserId, draft: offers::Draft) -> Result<OfferId, Refusal> {
    match db.act(owner, Command::Offers(offers::Command::Post { draft, publish: true })).await? {
        Answer::Offer { id, .. } => Ok(id),
        other => panic!("no offer: {other:?}"),
    }
}

async fn taken(db: &TestStore, reader: UserId, offer: OfferId) -> Option<i64> {
    let offer = store::offers::find(&mut db.store.read().await.unwrap(), Some(reader), offer).await.unwrap().unwrap();
    offer.file.map(|file| file.taken)
}

fn mend(field: &str, no: No) -> Refusal {
    Refusal::Offers(offers::Refusal::Mend(vec![hub::FieldProblem::new(field, no.to_string())]))
}

both_engines! {
    async fn a_photo_takes_the_place_of_the_drawn_face_and_goes_again(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        assert_eq!(portrait(&db, ana).await, "/portraits/ana.svg");
        let (first, second) = (add(&db, ana, Kind::Photo).await, add(&db, ana, Kind::Photo).await);
        assert_eq!((reach(&db, Some(ana), first).await, reach(&db, Some(bo), first).await), (Some(Reach::Some), None), "nobody else yet");
        show(&db, ana, Some(first)).await.unwrap();
        assert_eq!(portrait(&db, ana).await, path(first, FACE));
        assert_eq!((reach(&db, None, first).await, reach(&db, Some(bo), first).await), (Some(Reach::Everyone), Some(Reach::Everyone)));
        show(&db, ana, Some(second)).await.unwrap();
        assert_eq!((reach(&db, None, first).await, reach(&db, None, second).await), (None, Some(Reach::Everyone)));
        assert_eq!(show(&db, ana, Some(first)).await, Err(No::NoSuchFile.into()), "what is gone is gone");
        assert_eq!(show(&db, bo, Some(second)).await, Err(No::NoSuchFile.into()), "nobody shows another one's face");
        let picture = add(&db, ana, Kind::Picture).await;
        assert_eq!(show(&db, ana, Some(picture)).await, Err(No::NoSuchFile.into()));
        show(&db, ana, None).await.unwrap();
        assert_eq!((portrait(&db, ana).await.as_str(), reach(&db, Some(ana), second).await), ("/portraits/ana.svg", None));
        show(&db, ana, None).await.unwrap();
    }

    async fn the_photo_of_who_is_suspended_is_seen_by_nobody(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let photo = add(&db, ana, Kind::Photo).await;
        show(&db, ana, Some(photo)).await.unwrap();
        db.act(By::Console, Command::Accounts(hub::accounts::Command::Suspend { user: ana, suspended: true })).await.unwrap();
        assert_eq!((reach(&db, None, photo).await, reach(&db, Some(bo), photo).await), (None, None));
    }

    async fn the_picture_of_a_post_is_seen_by_whoever_sees_the_post(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let (open, closed) = (add(&db, ana, Kind::Picture).await, add(&db, ana, Kind::Picture).await);
        let draft = |title: &str, file, visibility| asks::Draft {
            title: title.to_owned(),
            image_url: path(file, "picture.jpg"),
            visibility,
            ..Default::default()
        };
        let everyone = db.ask_as(ana, draft("A violin", open, Visibility::Everyone)).await;
        db.ask_as(ana, draft("A cello", closed, Visibility::Members)).await;
        assert_eq!(reach(&db, None, open).await, Some(Reach::Everyone));
        assert_eq!((reach(&db, None, closed).await, reach(&db, Some(bo), closed).await), (None, Some(Reach::Some)));
        db.act(ana, Command::Moderation(Moderation::Block { who: cy })).await.unwrap();
        assert_eq!(reach(&db, Some(cy), closed).await, None, "what is for members is not for who is blocked");
        // Another picture in its place; the first one is gone, and on no other post.
        let next = add(&db, ana, Kind::Picture).await;
        let edit = |file| Command::Asks(asks::Command::Edit { id: everyone, draft: draft("A violin", file, Visibility::Everyone), seen: None });
        db.act(ana, edit(next)).await.unwrap();
        db.act(ana, edit(next)).await.unwrap();
        assert_eq!((reach(&db, Some(ana), open).await, reach(&db, None, next).await), (None, Some(Reach::Everyone)));
        let refused = |no: No| Err(Refusal::Asks(asks::Refusal::Mend(vec![hub::FieldProblem::new("image_url", no.to_string())])));
        assert_eq!(db.act(ana, edit(open)).await, refused(No::NoSuchFile));
        assert_eq!(db.act(ana, edit(closed)).await, refused(No::ElsewhereAlready));
        let of_bo = add(&db, bo, Kind::Picture).await;
        assert_eq!(db.act(ana, edit(of_bo)).await, refused(No::NoSuchFile));
        db.act(ana, Command::Asks(asks::Command::Archive { id: everyone })).await.unwrap();
        assert_eq!((reach(&db, Some(bo), next).await, reach(&db, Some(ana), next).await), (None, Some(Reach::Some)));
    }

    async fn what_an_offer_hands_out_is_taken_at_once_and_counted_once_a_person(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let file = add(&db, ana, Kind::Download).await;
        let offer = try_offer(&db, ana, template("A stall list", Pricing::Free, Some(file))).await.unwrap();
        assert_eq!((reach(&db, None, file).await, taken(&db, bo, offer).await), (Some(Reach::Some), Some(0)));
        let take = |id| Command::Files(Files::Take { id });
        for who in [bo, bo, cy, ana] {
            db.later(MINUTE);
            db.act(who, take(file)).await.unwrap();
        }
        assert_eq!(taken(&db, bo, offer).await, Some(2), "two people, not their owner");
        assert_eq!(try_offer(&db, ana, template("Again", Pricing::Free, Some(file))).await, Err(mend("file", No::ElsewhereAlready)));
        let of_bo = add(&db, bo, Kind::Download).await;
        assert_eq!(try_offer(&db, ana, template("Not mine", Pricing::Free, Some(of_bo))).await, Err(mend("file", No::NoSuchFile)));
        assert_eq!(db.act(cy, take(of_bo)).await, Err(No::NoSuchFile.into()), "what is loose is nobody's to take");
        let edit = Command::Offers(offers::Command::Edit { id: offer, draft: template("A stall list", Pricing::Free, None), seen: None });
        db.act(ana, edit).await.unwrap();
        assert_eq!((reach(&db, Some(ana), file).await, taken(&db, bo, offer).await), (None, None));
        assert_eq!(db.act(bo, take(file)).await, Err(No::NoSuchFile.into()));
    }

    async fn what_has_a_price_is_handed_out_once_the_two_have_agreed(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let file = add(&db, ana, Kind::Download).await;
        let offer = try_offer(&db, ana, template("A stall list", Pricing::OneTime, Some(file))).await.unwrap();
        assert_eq!((reach(&db, None, file).await, reach(&db, Some(bo), file).await, reach(&db, Some(ana), file).await), (None, None, Some(Reach::Some)));
        let (connection, _) = opened(db.act(bo, open(ana, Subject::Offer(offer))).await);
        assert_eq!(reach(&db, Some(bo), file).await, None, "asked, and not agreed");
        db.act(ana, step(connection, Step::Accept)).await.unwrap();
        assert_eq!((reach(&db, Some(bo), file).await, reach(&db, None, file).await), (Some(Reach::Some), None));
        db.act(bo, Command::Files(Files::Take { id: file })).await.unwrap();
        assert_eq!(taken(&db, ana, offer).await, Some(1));
    }

    async fn so_much_fits_in_a_day_and_no_more(db) {
        db.store.keep_to(Pace { uploads_a_day: Some(2_500), ..Pace::default() });
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        for _ in 0..2 {
            try_add(&db, ana, Kind::Download, 1_000).await.unwrap();
            db.later(HOUR);
        }
        let wait = No::EnoughForToday { retry_after_ms: DAY - 2 * HOUR };
        assert_eq!(try_add(&db, ana, Kind::Download, 1_000).await, Err(wait.into()));
        try_add(&db, ana, Kind::Download, 500).await.unwrap();
        try_add(&db, bo, Kind::Download, 2_500).await.unwrap();
        db.later(DAY - 2 * HOUR);
        try_add(&db, ana, Kind::Download, 1_000).await.unwrap();
    }

    async fn what_nothing_refers_to_is_swept_after_a_day_and_what_is_gone_at_once(db) {
        let ana = db.member("ana").await;
        let (loose, photo, old) = (add(&db, ana, Kind::Picture).await, add(&db, ana, Kind::Photo).await, add(&db, ana, Kind::Photo).await);
        show(&db, ana, Some(old)).await.unwrap();
        show(&db, ana, Some(photo)).await.unwrap();
        let swept = async |now: Timestamp| db.store.sweep_files(now, 10).await.unwrap();
        assert_eq!(swept(db.now()).await, [old], "another one shows instead");
        assert_eq!(swept(db.now()).await, [old], "until its bytes are away");
        db.store.forget_file(old).await.unwrap();
        db.store.forget_file(photo).await.unwrap();
        assert_eq!(swept(db.later(DAY)).await, []);
        assert_eq!(swept(db.later(1)).await, [loose]);
        let ask = asks::Draft { title: "Too late".into(), image_url: path(loose, "picture.jpg"), ..Default::default() };
        assert!(db.act(ana, Command::Asks(asks::Command::Post { draft: ask })).await.is_err(), "what is swept has no place any more");
        db.store.forget_file(loose).await.unwrap();
        assert_eq!(swept(db.later(30 * DAY)).await, []);
        assert_eq!((reach(&db, None, photo).await, portrait(&db, ana).await), (Some(Reach::Everyone), path(photo, FACE)), "what is used stays");
        assert_eq!(db.number("select count(*) as n from files").await, 1);
    }

    async fn what_a_message_brings_is_for_the_two_and_goes_with_it(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let (_, talk) = opened(db.act(ana, open(bo, Subject::Direct)).await);
        let (one, two) = (add(&db, ana, Kind::Attachment).await, add(&db, ana, Kind::Attachment).await);
        assert_eq!(reach(&db, Some(bo), one).await, None, "it is in no message yet");
        let send = |conversation, body: &str, files: &[FileId]| Command::Messaging(messaging::Command::Send { conversation, body: body.to_owned(), reply_to: None, files: files.to_vec() });
        let Ok(Answer::Message { no, .. }) = db.act(ana, send(talk, " ", &[one, two])).await else { panic!("it is sent") };
        let message = store::messaging::find_message(&mut db.store.read().await.unwrap(), bo, talk, no).await.unwrap().unwrap();
        assert_eq!((message.body.as_str(), message.is_wordless()), ("list.csv, list.csv", true));
        assert_eq!(message.files.iter().map(|file| file.id).collect::<Vec<_>>(), [one, two]);
        let seen = async || (reach(&db, Some(ana), one).await, reach(&db, Some(bo), two).await, reach(&db, Some(cy), one).await, reach(&db, None, one).await);
        assert_eq!(seen().await, (Some(Reach::Some), Some(Reach::Some), None, None));
        let refused = |no: messaging::Refusal| Err(Refusal::Messaging(no));
        let of_bo = add(&db, bo, Kind::Attachment).await;
        let picture = add(&db, ana, Kind::Picture).await;
        for files in [vec![one], vec![of_bo], vec![picture], vec![FileId(999_999)]] {
            assert_eq!(db.act(ana, send(talk, "Look", &files)).await, refused(messaging::Refusal::NoSuchFile), "{files:?}");
        }
        let fresh = add(&db, ana, Kind::Attachment).await;
        assert_eq!(db.act(ana, send(talk, "Twice", &[fresh, fresh])).await, refused(messaging::Refusal::NoSuchFile));
        assert_eq!(db.act(ana, send(talk, "Many", &[fresh; 5])).await, refused(messaging::Refusal::TooManyFiles));
        assert!(db.act(ana, send(talk, " ", &[])).await.is_err(), "nothing at all is no message");
        let carried = db.batch(vec![db.envelope(By::Member(ana), send(talk, "First", &[fresh])), db.envelope(By::Member(ana), send(talk, "Second", &[fresh]))]).await;
        assert_eq!(carried.answers.iter().map(|answer| answer.is_ok()).collect::<Vec<_>>(), [true, false], "one file, one message");
        db.act(ana, Command::Messaging(messaging::Command::Delete { conversation: talk, no })).await.unwrap();
        assert_eq!(seen().await, (None, None, None, None));
        assert_eq!(db.store.sweep_files(db.now(), 10).await.unwrap(), [one, two]);
    }

    async fn what_is_brought_into_a_room_is_for_whoever_reads_the_room(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let file = add(&db, ana, Kind::Attachment).await;
        let send = messaging::Command::Send { conversation: hub::rooms::GENERAL, body: "For all".into(), reply_to: None, files: vec![file] };
        let Ok(Answer::Message { no, .. }) = db.act(ana, Command::Messaging(send)).await else { panic!("it is said") };
        assert_eq!((reach(&db, Some(bo), file).await, reach(&db, None, file).await), (Some(Reach::Some), None));
        db.act(cy, Command::Moderation(Moderation::Block { who: ana })).await.unwrap();
        assert_eq!(reach(&db, Some(cy), file).await, None, "a block parts them there, too");
        db.act(ana, Command::Messaging(messaging::Command::Delete { conversation: hub::rooms::GENERAL, no })).await.unwrap();
        assert_eq!(reach(&db, Some(ana), file).await, None);
    }
}
