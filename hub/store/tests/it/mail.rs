//! Mail and forgotten passwords: who is mailed, that a link leads in once and not for long, and that the outbox loses nothing.

use hub::{
    Answer, By, Command, MINUTE, MailId, Refusal, UserId,
    accounts::{Command as Accounts, PasswordHash, Refusal as No, SecretHash},
    command::AnyRefusal,
    kernel::time::{DAY, HOUR},
    mail::{Command as Mail, EMAIL_KEY_LIVES_MS, KEY_LIVES_MS, Kind, MOST_AN_HOUR, Outcome},
};
use store::mail::{CLAIM_LIVES_MS, ClaimedMail, find_forgotten};

use crate::world::{TestStore, both_engines};

async fn forgot(db: &TestStore, email: &str) -> Result<Answer, Refusal> {
    db.act(By::Visitor, Command::Accounts(Accounts::Forgot { email: email.to_owned() })).await
}

fn hash(key: &str) -> SecretHash {
    SecretHash(format!("hash of {key}"))
}

async fn set(db: &TestStore, key: &str) -> Result<Answer, Refusal> {
    let to = PasswordHash("$argon2id$new".to_owned());
    db.act(By::Visitor, Command::Accounts(Accounts::SetForgotten { key: hash(key), to })).await
}

/// Claims what is due, with keys `k1`, `k2` …, counted from `from`.
async fn claim(db: &TestStore, from: usize) -> Vec<ClaimedMail> {
    let mut n = from;
    let fresh = || {
        n += 1;
        (format!("k{}", n - 1), hash(&format!("k{}", n - 1)))
    };
    db.store.claim_mails("test", db.now(), 10, fresh).await.unwrap()
}

async fn change(db: &TestStore, who: UserId, to: &str) -> Result<Answer, Refusal> {
    db.act(who, Command::Accounts(Accounts::ChangeEmail { to: to.to_owned() })).await
}

async fn again(db: &TestStore, who: UserId) -> Result<Answer, Refusal> {
    db.act(who, Command::Accounts(Accounts::MailEmailLink)).await
}

async fn confirm(db: &TestStore, key: &str) -> Result<Answer, Refusal> {
    db.act(By::Visitor, Command::Accounts(Accounts::ConfirmEmail { key: hash(key) })).await
}

/// The address that logs in, and the one that waits.
async fn emails(db: &TestStore, who: UserId) -> (String, Option<String>) {
    let account = store::accounts::find_account(&mut db.store.read().await.unwrap(), who).await.unwrap().unwrap();
    (account.email, account.new_email.map(|new| new.address))
}

/// Hands in what is due, and says what went where.
async fn sent(db: &TestStore, from: usize) -> Vec<(String, Kind)> {
    let mut sent = Vec::new();
    for mail in claim(db, from).await {
        settle(db, mail.id, Outcome::Sent).await;
        sent.push((mail.address.clone(), mail.kind));
    }
    sent
}

async fn settle(db: &TestStore, id: MailId, outcome: Outcome) {
    db.act(By::Clock, Command::Mail(Mail::Settle { id, outcome })).await.unwrap();
}

async fn mails(db: &TestStore) -> i64 {
    db.number("select count(*) as n from mails").await
}

async fn is_good(db: &TestStore, key: &str) -> bool {
    find_forgotten(&mut db.store.read().await.unwrap(), &hash(key), db.now()).await.unwrap().is_some()
}

async fn activity(db: &TestStore, who: UserId) -> Vec<String> {
    let list = store::notices::list(&mut db.store.read().await.unwrap(), who, 50).await.unwrap();
    list.into_iter().map(|notice| notice.words).collect()
}

async fn session(db: &TestStore, who: UserId) {
    let open = Accounts::OpenSession {
        secret: SecretHash(format!("session of {who} {}", db.now().0)),
        device: "Firefox".into(),
        address: "::1".into(),
    };
    db.act(who, Command::Accounts(open)).await.unwrap();
}

both_engines! {
    async fn who_has_the_address_is_mailed_and_nobody_hears_whether_somebody_has(db) {
        let (_, bo) = (db.member("ana").await, db.member("bo").await);
        assert_eq!(forgot(&db, " Ana@Example.org ").await, Ok(Answer::Done));
        assert_eq!(forgot(&db, "nobody@example.org").await, Ok(Answer::Done));
        db.suspend(bo).await;
        assert_eq!(forgot(&db, "bo@example.org").await, Ok(Answer::Done));
        assert!(matches!(forgot(&db, "no address").await, Err(Refusal::Accounts(No::Mend(_)))));
        let claimed = claim(&db, 1).await;
        assert_eq!(claimed.iter().map(|m| (m.address.as_str(), m.kind)).collect::<Vec<_>>(), [("ana@example.org", Kind::Forgotten)]);
        assert!(claimed[0].letter("https://hub.example/").text.contains("\nhttps://hub.example/reset?key=k1\n"));
        for sql in [
            "select count(*) as n from forgotten where key_hash = 'k1'",
            "select count(*) as n from mails where address like '%k1%' or error like '%k1%' or kind like '%k1%'",
        ] {
            assert_eq!(db.number(sql).await, 0, "the key itself stands nowhere");
        }
        let member = db.member("ana").await;
        assert_eq!(db.act(member, Command::Accounts(Accounts::Forgot { email: "ana@example.org".into() })).await, Err(Refusal::Any(AnyRefusal::NotAllowed)));
    }

    async fn a_mail_is_in_the_language_that_its_reader_reads(db) {
        let ana = db.member("ana").await;
        db.member("bo").await;
        let draft = hub::profiles::Draft { name: "Ana".into(), timezone: "UTC".into(), language: "de".into(), ..Default::default() };
        db.act(ana, Command::Profiles(hub::profiles::Command::Edit { draft })).await.unwrap();
        forgot(&db, "ana@example.org").await.unwrap();
        forgot(&db, "bo@example.org").await.unwrap();
        let mut subjects: Vec<String> = claim(&db, 1).await.iter().map(|mail| mail.letter("https://hub.example").subject).collect();
        subjects.sort();
        assert_eq!(subjects, ["A new password for AI Collective", "Ein neues Passwort bei AI Collective"]);
    }

    async fn a_link_leads_in_once_closes_every_door_and_is_told(db) {
        let ana = db.member("ana").await;
        session(&db, ana).await;
        db.later(1);
        session(&db, ana).await;
        forgot(&db, "ana@example.org").await.unwrap();
        let mail = claim(&db, 1).await.remove(0);
        settle(&db, mail.id, Outcome::Sent).await;
        assert!(is_good(&db, "k1").await && !is_good(&db, "k2").await);
        assert_eq!(set(&db, "k2").await, Err(Refusal::Accounts(No::LinkOver)), "a guess");
        assert_eq!(set(&db, "k1").await, Ok(Answer::Done));
        assert_eq!(set(&db, "k1").await, Err(Refusal::Accounts(No::LinkOver)), "once");
        assert_eq!(db.number("select count(*) as n from sessions where closed_at is null").await, 0);
        assert_eq!(db.number("select count(*) as n from users where password_hash = '$argon2id$new'").await, 1);
        let told = activity(&db, ana).await;
        assert!(told[0].starts_with("Your password was changed with a link"), "{told:?}");
        let next = claim(&db, 2).await;
        assert_eq!(next.iter().map(|m| m.kind).collect::<Vec<_>>(), [Kind::NewPassword]);
        assert!(next[0].letter("https://hub.example").text.contains("https://hub.example/forgot"), "with a way on, and no key");
    }

    async fn a_link_is_over_after_half_an_hour_and_when_password_or_address_change(db) {
        let ana = db.member("ana").await;
        let sent = async |from: usize| {
            forgot(&db, "ana@example.org").await.unwrap();
            for mail in claim(&db, from).await {
                settle(&db, mail.id, Outcome::Sent).await;
            }
        };
        sent(1).await;
        db.later(KEY_LIVES_MS - 1);
        assert!(is_good(&db, "k1").await);
        db.later(1);
        assert_eq!(set(&db, "k1").await, Err(Refusal::Accounts(No::LinkOver)));
        sent(2).await;
        db.act(ana, Command::Accounts(Accounts::ChangePassword { to: PasswordHash("$argon2id$other".into()), keep: None })).await.unwrap();
        assert_eq!(set(&db, "k2").await, Err(Refusal::Accounts(No::LinkOver)));
        db.later(2 * HOUR);
        sent(3).await;
        sent(4).await;
        assert!(is_good(&db, "k3").await && is_good(&db, "k4").await, "whichever mail is found first");
        change(&db, ana, "ana.b@example.org").await.unwrap();
        assert!(is_good(&db, "k3").await, "it is not hers yet");
        for mail in claim(&db, 5).await {
            settle(&db, mail.id, Outcome::Sent).await;
        }
        confirm(&db, "k5").await.unwrap();
        assert!(!is_good(&db, "k3").await && !is_good(&db, "k4").await, "the old mailbox is no way in");
    }

    async fn another_address_is_a_members_once_the_link_that_was_mailed_there_is_opened(db) {
        let ana = db.member("ana").await;
        let (old, new) = ("ana@example.org".to_owned(), "ana.b@example.org".to_owned());
        change(&db, ana, " Ana.B@example.org").await.unwrap();
        assert_eq!(emails(&db, ana).await, (old.clone(), Some(new.clone())), "nothing has changed yet");
        let claimed = claim(&db, 1).await;
        assert_eq!(
            claimed.iter().map(|m| (m.address.as_str(), m.kind)).collect::<Vec<_>>(),
            [(new.as_str(), Kind::NewEmail), (old.as_str(), Kind::EmailAsked)]
        );
        assert!(claimed[0].letter("https://hub.example/").text.contains("\nhttps://hub.example/email?key=k1\n"));
        assert!(!claimed[1].letter("https://hub.example").text.contains("key="), "the old mailbox confirms nothing");
        assert_eq!(db.number("select count(*) as n from email_keys where key_hash = 'k1'").await, 0, "the key itself stands nowhere");
        assert_eq!(confirm(&db, "k2").await, Err(Refusal::Accounts(No::EmailLinkOver)), "a guess");
        assert_eq!(db.act(ana, Command::Accounts(Accounts::ConfirmEmail { key: hash("k1") })).await, Err(Refusal::Any(AnyRefusal::NotAllowed)));
        assert_eq!(confirm(&db, "k1").await, Ok(Answer::Done));
        assert_eq!(emails(&db, ana).await, (new, None));
        assert_eq!(confirm(&db, "k1").await, Err(Refusal::Accounts(No::EmailLinkOver)), "once");
    }

    async fn a_link_to_a_new_address_is_over_after_a_day_when_taken_back_and_when_another_is_wanted(db) {
        let ana = db.member("ana").await;
        let over = Err(Refusal::Accounts(No::EmailLinkOver));
        change(&db, ana, "one@example.org").await.unwrap();
        sent(&db, 1).await;
        db.later(EMAIL_KEY_LIVES_MS);
        assert_eq!(confirm(&db, "k1").await, over);
        again(&db, ana).await.unwrap();
        assert_eq!(sent(&db, 2).await, [("one@example.org".to_owned(), Kind::NewEmail)], "and the old one is told once");
        change(&db, ana, "two@example.org").await.unwrap();
        assert_eq!(confirm(&db, "k2").await, over, "she wants another one");
        sent(&db, 3).await;
        db.act(ana, Command::Accounts(Accounts::KeepEmail)).await.unwrap();
        assert_eq!(confirm(&db, "k3").await, over);
        assert_eq!(again(&db, ana).await, Err(Refusal::Accounts(No::NoNewEmail)));
        db.later(2 * HOUR);
        change(&db, ana, "two@example.org").await.unwrap();
        db.act(ana, Command::Accounts(Accounts::ChangePassword { to: PasswordHash("$argon2id$other".into()), keep: None })).await.unwrap();
        assert_eq!(sent(&db, 4).await.len(), 1, "what is not wanted any more is not mailed; what tells of it is");
        assert_eq!(emails(&db, ana).await, ("ana@example.org".to_owned(), None), "a new password takes it back");
    }

    async fn an_address_that_somebody_has_taken_meanwhile_stays_theirs(db) {
        let ana = db.member("ana").await;
        change(&db, ana, "bo@example.org").await.unwrap();
        sent(&db, 1).await;
        let bo = db.member("bo").await;
        assert_eq!(confirm(&db, "k1").await, Err(Refusal::Accounts(No::EmailTaken)));
        assert_eq!(emails(&db, ana).await.0, "ana@example.org");
        assert_eq!(emails(&db, bo).await.0, "bo@example.org");
        assert_eq!(change(&db, ana, "bo@example.org").await, Err(Refusal::Accounts(No::EmailTaken)), "and is not asked for again");
    }

    async fn nobody_fills_the_mailbox_of_somebody_else(db) {
        let ana = db.member("ana").await;
        for n in 0..MOST_AN_HOUR {
            change(&db, ana, &format!("bo{n}@example.org")).await.unwrap();
            db.later(MINUTE);
        }
        let enough = Err(Refusal::Accounts(No::MailedEnough { most: MOST_AN_HOUR }));
        assert_eq!(change(&db, ana, "bo@example.org").await, enough);
        assert_eq!(again(&db, ana).await, enough);
        assert_eq!(change(&db, ana, "ana@example.org").await, Ok(Answer::Done), "her own costs no mail");
        assert_eq!(emails(&db, ana).await.1, None, "and takes it back");
        db.later(HOUR);
        change(&db, ana, "bo@example.org").await.unwrap();
    }

    async fn nobody_is_mailed_for_ever(db) {
        db.member("ana").await;
        for _ in 0..MOST_AN_HOUR + 2 {
            assert_eq!(forgot(&db, "ana@example.org").await, Ok(Answer::Done), "and nobody hears that it was enough");
            db.later(MINUTE);
        }
        assert_eq!(mails(&db).await, MOST_AN_HOUR);
        db.later(HOUR);
        forgot(&db, "ana@example.org").await.unwrap();
        assert_eq!(mails(&db).await, MOST_AN_HOUR + 1);
    }

    async fn a_mail_is_one_workers_until_its_claim_lapses_and_is_tried_later_each_time(db) {
        db.member("ana").await;
        forgot(&db, "ana@example.org").await.unwrap();
        let first = claim(&db, 1).await.remove(0);
        assert!(claim(&db, 9).await.is_empty(), "it is taken");
        settle(&db, first.id, Outcome::NotNow { error: "451 later".into() }).await;
        assert!(claim(&db, 9).await.is_empty(), "not at once");
        db.later(30_000);
        let second = claim(&db, 2).await.remove(0);
        assert_eq!(second.id, first.id);
        assert!(is_good(&db, "k1").await && is_good(&db, "k2").await, "the first one may have arrived");
        settle(&db, second.id, Outcome::NotNow { error: "451 later".into() }).await;
        db.later(30_000);
        assert!(claim(&db, 9).await.is_empty(), "twice as long");
        db.later(30_000);
        assert_eq!(claim(&db, 3).await.len(), 1);
        // That worker is gone: nobody settles it.
        db.later(CLAIM_LIVES_MS);
        let last = claim(&db, 4).await.remove(0);
        settle(&db, last.id, Outcome::Failed { error: "550 nobody here".into() }).await;
        db.later(DAY);
        assert!(claim(&db, 9).await.is_empty(), "for good");
        settle(&db, last.id, Outcome::Sent).await;
        assert_eq!(db.number("select count(*) as n from mails where status = 'failed'").await, 1, "who comes late changes nothing");
        forgot(&db, "ana@example.org").await.unwrap();
        db.later(DAY);
        assert!(claim(&db, 9).await.is_empty(), "a day is too late");
        assert_eq!(db.number("select count(*) as n from mails where status = 'dropped'").await, 1);
        assert!(db.act(By::Visitor, Command::Mail(Mail::Settle { id: last.id, outcome: Outcome::Sent })).await.is_err(), "only the house");
    }
}
