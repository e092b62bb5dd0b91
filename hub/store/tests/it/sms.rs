//! Texts: codes, consent, and an outbox that never sends twice.

use hub::{
    By, Command, ConnectionId, Refusal, TextId, UserId,
    asks::AskKind,
    connections::{Step, Subject},
    sms::{CODE_AGAIN_MS, CODE_LIVES_MS, CODE_TRIES, Command as Sms, MOST_A_DAY, Moment, Refusal as No, TEXT_LIVES_MS, TextStatus},
};
use store::sms as reads;

use crate::{
    steps::{open, opened},
    world::{TestStore, both_engines},
};

fn set_phone(phone: &str, code: &str, consent: bool) -> Command {
    Command::Sms(Sms::SetPhone { phone: phone.to_owned(), code: code.to_owned(), consent, address: "127.0.0.1".to_owned() })
}

fn verify(code: &str) -> Command {
    Command::Sms(Sms::VerifyPhone { code: code.to_owned() })
}

fn consent(on: bool) -> Command {
    Command::Sms(Sms::Consent { on, address: "127.0.0.1".to_owned() })
}

fn settle(id: TextId, status: TextStatus) -> Command {
    Command::Sms(Sms::Settle { id, status, provider_id: Some(format!("SM{id}")), error: None })
}

fn no<T>(refusal: No) -> Result<T, Refusal> {
    Err(Refusal::Sms(refusal))
}

/// A member with a verified number, and nothing waiting.
async fn reachable(db: &TestStore, name: &str) -> UserId {
    let who = db.member(name).await;
    db.act(who, set_phone("+41 79 123 45 67", "123456", true)).await.unwrap();
    db.act(who, verify("123456")).await.unwrap();
    for text in claim(db).await {
        db.act(By::Clock, settle(text.id, TextStatus::Sent)).await.unwrap();
    }
    who
}

async fn claim(db: &TestStore) -> Vec<reads::ClaimedText> {
    db.store.claim_texts("here", 1, db.now(), 50).await.unwrap()
}

/// Somebody new answers a new ask of `owner`: a reason to text them.
async fn answered(db: &TestStore, owner: UserId, helper: &str) -> ConnectionId {
    let helper = db.member(helper).await;
    let ask = db.ask(owner, "A logo for my bakery", AskKind::Hire, None).await;
    opened(db.act(helper, open(owner, Subject::Ask(ask))).await).0
}

async fn status(db: &TestStore, id: TextId) -> TextStatus {
    let all = reads::list_texts(&mut db.store.read().await.unwrap(), 500).await.unwrap();
    all.into_iter().find(|t| t.id == id).expect("it is there").status
}

both_engines! {
    async fn a_number_counts_once_its_code_came_back(db) {
        let ana = db.member("ana").await;
        assert!(matches!(db.act(ana, set_phone("call me", "123456", true)).await, Err(Refusal::Sms(No::Mend(_)))));
        assert_eq!(db.act(ana, set_phone("(415) 555-1234", "123456", false)).await, no(No::NoConsent));
        assert_eq!(db.act(ana, verify("123456")).await, no(No::NoPhone));
        assert_eq!(db.act(ana, consent(true)).await, no(No::NoPhone));
        db.act(ana, set_phone("(415) 555-1234", "123456", true)).await.unwrap();
        let codes = claim(&db).await;
        assert_eq!((codes.len(), codes[0].phone.as_str(), codes[0].moment), (1, "+14155551234", Moment::Code));
        assert_eq!(codes[0].body("https://hub.example"), "123456 is your code for AI Collective. It is good for 10 minutes. Don't share it with anybody.");
        assert_eq!(db.number("select count(*) as n from phones where code_hash like '%123456%'").await, 0);
        answered(&db, ana, "bo").await;
        assert_eq!(claim(&db).await, [], "nothing is texted to a number that nobody has shown to be theirs");
        db.act(ana, verify(" 123456 ")).await.unwrap();
        let phone = reads::find_phone(&mut db.store.read().await.unwrap(), ana).await.unwrap().unwrap();
        assert_eq!((phone.masked.as_str(), phone.verified, phone.texts_on, phone.consent_at), ("+1415***1234", true, true, Some(db.now())));
        assert_eq!(db.act(ana, verify("123456")).await, no(No::CodeOver), "a code is good once");
        let cy = db.member("cy").await;
        assert_eq!(reads::find_phone(&mut db.store.read().await.unwrap(), cy).await.unwrap(), None);
    }

    async fn a_code_has_five_tries_and_ten_minutes_and_is_its_owners(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        db.act(ana, set_phone("+41791234567", "123456", true)).await.unwrap();
        db.act(bo, set_phone("+41791234568", "654321", true)).await.unwrap();
        assert_eq!(db.act(bo, verify("123456")).await, no(No::WrongCode { left: CODE_TRIES - 1 }), "Ana's code is nothing in Bo's hands");
        for left in (1..CODE_TRIES).rev() {
            assert_eq!(db.act(ana, verify("000000")).await, no(No::WrongCode { left }));
        }
        assert_eq!(db.act(ana, verify("000000")).await, no(No::CodeOver));
        assert_eq!(db.act(ana, verify("123456")).await, no(No::CodeOver), "the right one comes too late");
        // Another one after a minute, also when the number was taken away in between.
        db.later(CODE_AGAIN_MS - 1);
        db.act(ana, Command::Sms(Sms::RemovePhone)).await.unwrap();
        assert_eq!(db.act(ana, set_phone("+41791234567", "777777", true)).await, no(No::CodeOnItsWay { retry_after_ms: 1 }));
        db.later(1);
        db.act(ana, set_phone("+41791234567", "777777", true)).await.unwrap();
        db.later(CODE_LIVES_MS);
        assert_eq!(db.act(ana, verify("777777")).await, no(No::CodeOver));
        assert_eq!(claim(&db).await, [], "a code that is too old is not sent");
    }

    async fn every_yes_and_no_is_kept_as_said(db) {
        let ana = reachable(&db, "ana").await;
        for on in [false, true, false] {
            db.later(1);
            db.act(ana, consent(on)).await.unwrap();
        }
        assert_eq!(db.number("select count(*) as n from sms_consents where phone = '+41791234567' and address = '127.0.0.1'").await, 4);
        assert_eq!(db.number("select count(*) as n from sms_consents where given = 1").await, 2);
        answered(&db, ana, "bo").await;
        assert_eq!(claim(&db).await, []);
        db.later(1);
        db.act(ana, consent(true)).await.unwrap();
        answered(&db, ana, "cy").await;
        db.act(ana, consent(false)).await.unwrap();
        assert_eq!(claim(&db).await, [], "a no also holds for what waits already");
        db.act(ana, Command::Sms(Sms::RemovePhone)).await.unwrap();
        assert_eq!(db.act(ana, Command::Sms(Sms::RemovePhone)).await, no(No::NoPhone));
    }

    async fn the_four_moments_are_texted_once_each_with_a_link(db) {
        let (ana, bo) = (reachable(&db, "ana").await, reachable(&db, "bo").await);
        let ask = db.ask(ana, "A logo for my bakery", AskKind::Hire, None).await;
        let (id, talk) = opened(db.act(bo, open(ana, Subject::Ask(ask))).await);
        let texts = claim(&db).await;
        assert_eq!((texts.len(), texts[0].user, texts[0].moment), (1, ana, Moment::AskAnswered));
        let link = format!("https://hub.example/messages/{talk}");
        assert_eq!(texts[0].body("https://hub.example/"), format!("AI Collective: @bo_ offers to help: \"A logo for my bakery\". {link}"));
        db.steps(id, &[(ana, Step::Accept)]).await;
        let texts = claim(&db).await;
        assert_eq!(texts.iter().map(|t| (t.user, t.moment)).collect::<Vec<_>>(), [(bo, Moment::Accepted)]);
        db.steps(id, &[(bo, Step::Done), (ana, Step::NotYet), (bo, Step::Done), (ana, Step::Done)]).await;
        let texts = claim(&db).await;
        assert_eq!(texts.iter().map(|t| (t.user, t.moment)).collect::<Vec<_>>(), [(bo, Moment::HelpCompleted)]);
        opened(db.act(ana, open(bo, Subject::Direct)).await);
        assert_eq!(claim(&db).await.iter().map(|t| (t.user, t.moment)).collect::<Vec<_>>(), [(bo, Moment::NewRequest)]);
    }

    async fn two_workers_never_claim_the_same_text(db) {
        let ana = reachable(&db, "ana").await;
        for helper in ["bo", "cy", "dee"] {
            answered(&db, ana, helper).await;
        }
        let (a, b) = tokio::join!(db.store.claim_texts("a", 1, db.now(), 50), db.store.claim_texts("b", 1, db.now(), 50));
        let mut ids: Vec<TextId> = a.unwrap().into_iter().chain(b.unwrap()).map(|t| t.id).collect();
        assert_eq!(ids.len(), 3);
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 3);
        assert_eq!(claim(&db).await, []);
    }

    async fn a_worker_that_died_with_a_claim_may_have_sent_it(db) {
        let ana = reachable(&db, "ana").await;
        answered(&db, ana, "bo").await;
        let id = claim(&db).await[0].id;
        db.later(2 * 60_000 - 1);
        assert_eq!((claim(&db).await, status(&db, id).await), (vec![], TextStatus::Attempting));
        db.later(1);
        assert_eq!((claim(&db).await, status(&db, id).await), (vec![], TextStatus::Sent), "nobody resends");
        db.act(By::Clock, settle(id, TextStatus::Failed)).await.unwrap();
        assert_eq!(status(&db, id).await, TextStatus::Failed, "the provider knows better");
        assert_eq!(reads::find_by_provider(&mut db.store.read().await.unwrap(), &format!("SM{id}")).await.unwrap(), Some(id));
        for late in [TextStatus::Waiting, TextStatus::Sent, TextStatus::Delivered, TextStatus::Attempting] {
            db.act(By::Clock, settle(id, late)).await.unwrap();
            assert_eq!(status(&db, id).await, TextStatus::Failed, "{late}");
        }
    }

    async fn what_the_provider_certainly_did_not_take_is_tried_again(db) {
        let ana = reachable(&db, "ana").await;
        answered(&db, ana, "bo").await;
        let first = claim(&db).await;
        db.act(By::Clock, settle(first[0].id, TextStatus::Waiting)).await.unwrap();
        assert_eq!(reads::find_oldest_waiting(&mut db.store.read().await.unwrap()).await.unwrap(), Some(db.now()));
        assert_eq!(claim(&db).await, first);
        db.act(By::Clock, settle(first[0].id, TextStatus::Sent)).await.unwrap();
        db.later(TEXT_LIVES_MS);
        assert_eq!(claim(&db).await, []);
    }

    async fn a_text_that_is_six_hours_old_is_not_sent(db) {
        let ana = reachable(&db, "ana").await;
        answered(&db, ana, "bo").await;
        db.later(TEXT_LIVES_MS);
        assert_eq!(claim(&db).await, []);
        assert_eq!(db.number("select count(*) as n from texts where status = 'dropped'").await, 1);
    }

    async fn five_texts_a_day_are_enough_and_codes_are_not_counted(db) {
        let ana = reachable(&db, "ana").await;
        for n in 0..MOST_A_DAY + 2 {
            answered(&db, ana, &format!("helper{n}")).await;
        }
        let claimed = claim(&db).await;
        assert_eq!(claimed.len(), MOST_A_DAY as usize);
        assert_eq!(db.number("select count(*) as n from texts where status = 'dropped'").await, 2);
        db.later(CODE_AGAIN_MS);
        db.act(ana, set_phone("+41791234569", "222222", true)).await.unwrap();
        assert_eq!(claim(&db).await.iter().map(|t| t.moment).collect::<Vec<_>>(), [Moment::Code]);
        db.act(ana, verify("222222")).await.unwrap();
        // The next day in UTC.
        db.later(12 * 3_600_000);
        answered(&db, ana, "late").await;
        assert_eq!(claim(&db).await.len(), 1);
    }

    async fn members_settle_nothing(db) {
        let ana = reachable(&db, "ana").await;
        answered(&db, ana, "bo").await;
        let id = claim(&db).await[0].id;
        assert!(db.act(ana, settle(id, TextStatus::Failed)).await.is_err());
        assert_eq!(status(&db, id).await, TextStatus::Attempting);
    }
}
