//! Who someone is: names, doors, roles.

use hub::{
    Answer, By, Command, Refusal, SessionId, TokenId, UserId,
    accounts::{self, Command as Accounts, Door, PasswordHash, Role, SecretHash},
    command::AnyRefusal,
};
use store::accounts as reads;

use crate::world::{TestStore, both_engines};

fn sign_up(username: &str, email: &str) -> Command {
    Command::Accounts(Accounts::SignUp {
        username: username.to_owned(),
        email: email.to_owned(),
        name: "Ana".to_owned(),
        password: Some(PasswordHash("$argon2id$…".to_owned())),
        timezone: "Europe/Lisbon".to_owned(),
        language: "pt-PT".to_owned(),
    })
}

async fn session(db: &TestStore, user: UserId, secret: &str) -> SessionId {
    let open = Accounts::OpenSession { secret: SecretHash(secret.to_owned()), device: "Firefox".into(), address: "127.0.0.1".into() };
    let Ok(Answer::Session { id }) = db.act(user, Command::Accounts(open)).await else { panic!("no session") };
    id
}

async fn token(db: &TestStore, user: UserId, secret: &str) -> TokenId {
    let make = Accounts::MakeToken { name: "my script".to_owned(), secret: SecretHash(secret.to_owned()) };
    let Ok(Answer::Token { id }) = db.act(user, Command::Accounts(make)).await else { panic!("no token") };
    id
}

both_engines! {
    async fn a_username_and_an_e_mail_belong_to_one_member(db) {
        assert!(db.act(By::Visitor, sign_up("Ana", "ANA@example.org")).await.is_ok());
        let taken = db.act(By::Visitor, sign_up("ana", "other@example.org")).await;
        assert_eq!(taken, Err(Refusal::Accounts(accounts::Refusal::UsernameTaken)));
        let taken = db.act(By::Visitor, sign_up("ana2", "ana@Example.org")).await;
        assert_eq!(taken, Err(Refusal::Accounts(accounts::Refusal::EmailTaken)));
    }

    async fn whoever_chooses_no_username_gets_one_of_their_name_that_nobody_has_or_had(db) {
        let unnamed = |name: &str, email: &str| Command::Accounts(Accounts::SignUp {
            username: String::new(),
            email: email.to_owned(),
            name: name.to_owned(),
            password: None,
            timezone: String::new(),
            language: String::new(),
        });
        let called = |answer: Result<Answer, Refusal>| match answer {
            Ok(Answer::User { handle, .. }) => handle,
            other => panic!("{other:?}"),
        };
        let first = db.act(By::Visitor, unnamed("Zoë Blum", "one@example.org")).await;
        let Ok(Answer::User { id, .. }) = first else { panic!("no member") };
        assert_eq!(called(first), "zoe-blum");
        db.act(id, Command::Accounts(Accounts::ChangeUsername { to: "zoe".to_owned() })).await.unwrap();
        // An old name still leads to its owner.
        assert_eq!(called(db.act(By::Visitor, unnamed("Zoe Blum", "two@example.org")).await), "zoe-blum-2");
        // Two in one batch see each other.
        let both = ["three", "four"].map(|n| db.envelope(By::Visitor, unnamed("ZOE BLUM", &format!("{n}@example.org"))));
        let names: Vec<_> = db.batch(both.into()).await.answers.into_iter().map(|a| match a {
            Ok(Answer::User { handle, .. }) => handle,
            other => panic!("{other:?}"),
        }).collect();
        assert_eq!(names, ["zoe-blum-3", "zoe-blum-4"]);
        let mut tx = db.store.read().await.unwrap();
        assert_eq!(reads::find_free_username(&mut tx, "Zoe Blum", 0).await.unwrap().as_deref(), Some("zoe-blum-5"));
        assert_eq!(reads::find_free_username(&mut tx, "Somebody else", 0).await.unwrap().as_deref(), Some("somebody-else"));
    }

    async fn two_with_one_name_in_one_batch_are_one_and_a_refusal(db) {
        let both = vec![
            db.envelope(By::Visitor, sign_up("ana", "ana@example.org")),
            db.envelope(By::Visitor, sign_up("ana", "bo@example.org")),
        ];
        let carried = db.batch(both).await;
        assert!(carried.answers[0].is_ok() && carried.answers[1].is_err());
        assert_eq!(db.number("select count(*) as n from users").await, 1);
    }

    async fn a_name_or_an_e_mail_finds_the_same_credentials(db) {
        db.act(By::Visitor, sign_up("ana", "ana@example.org")).await.unwrap();
        let mut tx = db.store.read().await.unwrap();
        let by_name = reads::find_credentials(&mut tx, " @ANA ").await.unwrap().unwrap();
        let by_mail = reads::find_credentials(&mut tx, "Ana@example.org").await.unwrap().unwrap();
        assert_eq!(by_name.user, by_mail.user);
        assert!(reads::find_credentials(&mut tx, "bo").await.unwrap().is_none());
    }

    async fn an_old_name_leads_to_its_member_and_nobody_else_gets_it(db) {
        let ana = db.member("ana").await;
        let bo = db.member("bo").await;
        db.act(ana, Command::Accounts(Accounts::ChangeUsername { to: "ana-maria".to_owned() })).await.unwrap();
        let mut tx = db.store.read().await.unwrap();
        assert_eq!(reads::find_by_handle(&mut tx, "@ana").await.unwrap(), Some((ana, "ana-maria".to_owned(), true)));
        drop(tx);
        let taken = db.act(bo, Command::Accounts(Accounts::ChangeUsername { to: "ana".to_owned() })).await;
        assert_eq!(taken, Err(Refusal::Accounts(accounts::Refusal::UsernameTaken)));
        db.act(ana, Command::Accounts(Accounts::ChangeUsername { to: "ana".to_owned() })).await.unwrap();
        let mut tx = db.store.read().await.unwrap();
        assert_eq!(reads::find_by_handle(&mut tx, "ana").await.unwrap(), Some((ana, "ana".to_owned(), false)));
    }

    async fn doors_that_were_used_are_written_down_together(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let (here, there) = (session(&db, ana, "here").await, session(&db, ana, "there").await);
        let (program, idle) = (token(&db, bo, "program").await, token(&db, bo, "idle").await);
        let later = hub::Timestamp(4_000_000_000_000);
        db.store.touch_doors(&[(Door::Session(here), later), (Door::Token(program), later)]).await.unwrap();
        let mut tx = db.store.read().await.unwrap();
        let seen = |id| move |s: &accounts::SessionView| s.id == id && s.last_seen_at == later;
        let sessions = reads::list_sessions(&mut tx, ana).await.unwrap();
        assert!(sessions.iter().any(seen(here)) && !sessions.iter().any(seen(there)));
        let used: Vec<_> = reads::list_tokens(&mut tx, bo).await.unwrap().iter().map(|t| (t.id, t.used_at)).collect();
        assert_eq!(used, [(idle, None), (program, Some(later))]);
    }

    async fn a_new_password_shuts_every_other_door(db) {
        let ana = db.member("ana").await;
        let (here, there) = (session(&db, ana, "here").await, session(&db, ana, "there").await);
        let program = token(&db, ana, "program").await;
        let change = Accounts::ChangePassword { to: PasswordHash("new".into()), keep: Some(here) };
        let envelope = db.envelope(By::Member(ana), Command::Accounts(change));
        let carried = db.batch(vec![envelope]).await;
        let closed = carried.events.iter().find_map(|e| match e {
            hub::Event::Accounts(accounts::Event::DoorsClosed { doors, .. }) => Some(doors.clone()),
            _ => None,
        });
        assert_eq!(closed, Some(vec![Door::Session(there), Door::Token(program)]));
        let mut tx = db.store.read().await.unwrap();
        assert!(reads::find_by_session(&mut tx, &SecretHash("here".into())).await.unwrap().is_some());
        assert!(reads::find_by_session(&mut tx, &SecretHash("there".into())).await.unwrap().is_none());
        assert!(reads::find_by_token(&mut tx, &SecretHash("program".into())).await.unwrap().is_none());
    }

    async fn nobody_closes_the_doors_of_others(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let (id, token) = (session(&db, ana, "s").await, token(&db, ana, "t").await);
        let refused = db.act(bo, Command::Accounts(Accounts::CloseSession { id })).await;
        assert_eq!(refused, Err(Refusal::Accounts(accounts::Refusal::NoSuchSession)));
        let refused = db.act(bo, Command::Accounts(Accounts::RevokeToken { id: token })).await;
        assert_eq!(refused, Err(Refusal::Accounts(accounts::Refusal::NoSuchToken)));
    }

    async fn only_admins_suspend_and_the_suspended_get_no_session(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let suspend = Command::Accounts(Accounts::Suspend { user: bo, suspended: true });
        assert_eq!(db.act(ana, suspend.clone()).await, Err(Refusal::Any(AnyRefusal::NotAllowed)));
        db.act(By::Console, Command::Accounts(Accounts::SetRole { user: ana, role: Role::Admin })).await.unwrap();
        db.act(By::Admin(ana), suspend).await.unwrap();
        let open = Accounts::OpenSession { secret: SecretHash("x".into()), device: String::new(), address: String::new() };
        assert_eq!(db.act(bo, Command::Accounts(open)).await, Err(Refusal::Accounts(accounts::Refusal::Suspended)));
    }

    async fn the_same_sign_up_sent_twice_is_one_member(db) {
        let mut first = db.envelope(By::Visitor, sign_up("ana", "ana@example.org"));
        first.id = hub::CommandId::new("form-77").unwrap();
        let answer = db.send(first.clone()).await.unwrap();
        assert_eq!(db.send(first.clone()).await, Ok(answer.clone()));
        let twice = db.batch(vec![first.clone(), first]).await;
        assert!(twice.answers.into_iter().all(|a| a.unwrap() == answer));
        assert_eq!(db.number("select count(*) as n from users").await, 1);
    }
}
