//! Reports: three people hide a thing, an admin decides, reporters hear of it, and nobody learns who they were.

use hub::{
    Answer, AskId, By, CaseId, Command, Event, Refusal, ReportId, UserId,
    accounts::{self, Role},
    asks::AskKind,
    connections::{self, Subject, rules::Pace},
    kernel::time::{DAY, HOUR},
    moderation::{Action, Command as Moderation, Event as Happened, Outcome, Reason, Refusal as No, Thing, Verdict},
};
use store::moderation::Which;

use crate::{
    steps::{open, opened, say},
    world::{TestStore, both_engines},
};

pub fn report(thing: Thing) -> Command {
    Command::Moderation(Moderation::Report { thing, reason: Reason::Spam, words: " The same in every room. ".to_owned() })
}

pub fn decide(case: CaseId, verdict: Verdict) -> Command {
    Command::Moderation(Moderation::Decide { case, verdict })
}

fn suspend(user: UserId, suspended: bool) -> Command {
    Command::Accounts(accounts::Command::Suspend { user, suspended })
}

impl TestStore {
    pub async fn admin(&self, name: &str) -> UserId {
        let user = self.member(name).await;
        self.act(By::Console, Command::Accounts(accounts::Command::SetRole { user, role: Role::Admin })).await.unwrap();
        user
    }

    /// So many members, each of whom reports it.
    async fn reported_by(&self, thing: Thing, names: &[&str]) -> Vec<UserId> {
        let mut reporters = Vec::new();
        for name in names {
            let who = self.member(name).await;
            assert!(matches!(self.act(who, report(thing)).await, Ok(Answer::Report { .. })), "{name}");
            reporters.push(who);
        }
        reporters
    }

    async fn cases(&self, admin: UserId, which: Which) -> Vec<hub::moderation::CaseView> {
        store::moderation::page_cases(&mut self.store.read().await.unwrap(), admin, which, None, 50).await.unwrap().items
    }

    pub async fn the_case(&self, admin: UserId) -> CaseId {
        self.cases(admin, Which::Open).await.first().expect("one waits").id
    }

    async fn outcomes(&self, reporter: UserId) -> Vec<Option<Outcome>> {
        let mut db = self.store.read().await.unwrap();
        let page = store::moderation::page_reports(&mut db, reporter, None, 50).await.unwrap();
        page.items.into_iter().map(|r| r.outcome).collect()
    }

    async fn log(&self) -> Vec<(Action, Option<String>)> {
        let mut db = self.store.read().await.unwrap();
        let page = store::moderation::page_decisions(&mut db, None, 50).await.unwrap();
        page.items.into_iter().rev().map(|d| (d.action, d.by.map(|p| p.handle))).collect()
    }

    async fn sees_ask(&self, reader: Option<UserId>, id: AskId) -> bool {
        store::asks::find(&mut self.store.read().await.unwrap(), reader, id).await.unwrap().is_some()
    }
}

both_engines! {
    async fn three_people_hide_an_ask_for_everybody_but_its_owner_and_admins(db) {
        let (ana, admin) = (db.member("ana").await, db.admin("ada").await);
        let ask = db.ask(ana, "Cheap watches", AskKind::Advice, None).await;
        let thing = Thing::Ask(ask);
        let first = db.reported_by(thing, &["bo", "cy"]).await;
        assert!(db.sees_ask(None, ask).await, "two are not enough");
        assert_eq!(db.act(first[0], report(thing)).await.map_err(|no| matches!(no, Refusal::Moderation(No::AlreadyReported(_)))), Err(true));
        db.reported_by(thing, &["dee"]).await;
        let stranger = db.member("eve").await;
        assert!(!db.sees_ask(None, ask).await && !db.sees_ask(Some(stranger), ask).await && !db.sees_ask(Some(first[0]), ask).await);
        assert!(db.sees_ask(Some(ana), ask).await && db.sees_ask(Some(admin), ask).await);
        let mut read = db.store.read().await.unwrap();
        let listed = store::asks::page_open(&mut read, None, &store::asks::Filters::default(), None, 10).await.unwrap();
        assert_eq!(listed.items, []);
        assert_eq!(store::asks::list_by_ids(&mut read, Some(stranger), &[ask]).await.unwrap(), []);
        assert_eq!(store::asks::page_of(&mut read, Some(stranger), ana, None, 10).await.unwrap().items, []);
        assert_eq!(store::asks::stream_all(&mut read, AskId(0), 10).await.unwrap(), []);
        assert_eq!(store::profiles::find(&mut read, Some(stranger), ana).await.unwrap().unwrap().open_asks, 0);
        drop(read);
        let answer = db.act(stranger, open(ana, Subject::Ask(ask))).await;
        assert_eq!(answer, Err(Refusal::Connections(connections::Refusal::NoLongerOpen)));
        assert_eq!(db.act(stranger, report(thing)).await, Err(Refusal::Moderation(No::NoSuchThing)));

        let told = &db.activity(ana).await[0];
        assert!(told.contains("“Cheap watches”") && told.contains("hidden"), "{told}");
        for name in ["bo", "cy", "dee"] {
            assert!(!db.activity(ana).await.iter().any(|line| line.to_lowercase().contains(name)), "nobody learns who it was");
        }
        assert!(db.activity(first[0]).await[0].contains("We have your report"));
        assert_eq!(db.activity(admin).await.len(), 1, "an admin is told once a case");
    }

    async fn an_admin_restores_it_and_everybody_hears(db) {
        let (ana, admin) = (db.member("ana").await, db.admin("ada").await);
        let ask = db.ask(ana, "Cheap watches", AskKind::Advice, None).await;
        let reporters = db.reported_by(Thing::Ask(ask), &["bo", "cy", "dee"]).await;
        let cases = db.cases(admin, Which::Open).await;
        assert_eq!((cases.len(), cases[0].reports.len(), cases[0].verdicts.as_slice()), (1, 3, &[Verdict::Hide, Verdict::Restore][..]));
        assert_eq!((cases[0].reports[0].words.as_str(), cases[0].owner.as_ref().map(|o| o.id)), ("The same in every room.", Some(ana)));
        let carried = db.batch(vec![db.envelope(By::Admin(admin), decide(cases[0].id, Verdict::Restore))]).await;
        assert!(carried.events.iter().any(|e| matches!(e, Event::Moderation(Happened::Restored { .. }))));
        let heard: Vec<UserId> = carried.deliveries.iter().map(|d| d.to).collect();
        assert!(heard.contains(&ana) && !carried.deliveries.iter().any(|d| format!("{:?}", d.frame).contains("Settled")), "no frame names a reporter");
        assert!(db.sees_ask(None, ask).await);
        for who in reporters {
            assert_eq!(db.outcomes(who).await, [Some(Outcome::Kept)]);
            assert!(db.activity(who).await[0].contains("left it as it is"));
        }
        assert!(db.activity(ana).await[0].contains("shown to everybody again"));
        assert_eq!(db.cases(admin, Which::Open).await, []);
        assert_eq!(db.log().await, [(Action::HiddenByReports, None), (Action::Restored, Some("ada".to_owned()))]);
        // What was decided stays decided until three more say otherwise.
        db.reported_by(Thing::Ask(ask), &["bo", "cy"]).await;
        assert!(db.sees_ask(None, ask).await);
        assert_eq!(db.act(By::Admin(admin), decide(db.the_case(admin).await, Verdict::Dismiss)).await, Ok(Answer::Done));
        assert_eq!(db.act(By::Admin(admin), decide(cases[0].id, Verdict::Dismiss)).await, Err(Refusal::Moderation(No::WrongMoment { hidden: false, verdict: Verdict::Dismiss })));
    }

    async fn only_who_is_an_admin_now_decides_and_never_about_their_own(db) {
        let (ana, admin) = (db.member("ana").await, db.admin("ada").await);
        let own = db.ask(admin, "My own ask", AskKind::Advice, None).await;
        db.reported_by(Thing::Ask(own), &["bo", "cy", "dee"]).await;
        let case = db.the_case(admin).await;
        assert!(db.cases(admin, Which::Hidden).await[0].verdicts.is_empty());
        assert_eq!(db.act(By::Admin(admin), decide(case, Verdict::Restore)).await, Err(Refusal::Moderation(No::OwnCase)));
        assert_eq!(db.act(ana, decide(case, Verdict::Restore)).await, Err(Refusal::Any(hub::command::AnyRefusal::NotAllowed)));
        let no = Err(Refusal::Accounts(accounts::Refusal::AdminsOnly));
        assert_eq!(db.act(By::Admin(ana), decide(case, Verdict::Restore)).await, no, "the door was wrong about her");
        assert_eq!(db.act(By::Admin(ana), suspend(admin, true)).await, no);
        assert_eq!(db.act(By::Admin(admin), suspend(admin, true)).await, Err(Refusal::Any(hub::command::AnyRefusal::NotAllowed)));
        assert_eq!(db.act(By::Admin(admin), decide(CaseId(7), Verdict::Hide)).await, Err(Refusal::Moderation(No::NoSuchCase)));
        db.act(By::Console, decide(case, Verdict::Restore)).await.unwrap();
        assert!(db.sees_ask(None, own).await);
    }

    async fn a_hidden_message_shows_as_hidden_and_its_author_reads_it(db) {
        let (ana, bo, admin) = (db.member("ana").await, db.member("bo").await, db.admin("ada").await);
        let (connection, talk) = opened(db.act(bo, open(ana, Subject::Direct)).await);
        db.act(bo, say(talk, "Send me your password")).await.unwrap();
        let thing = |no| Thing::Message { conversation: talk, no };
        assert_eq!(db.act(bo, report(thing(2))).await, Err(Refusal::Moderation(No::OwnThing)));
        assert_eq!(db.act(admin, report(thing(2))).await, Err(Refusal::Moderation(No::NoSuchThing)), "an admin is not in it");
        for no in [1, 2] {
            db.act(ana, report(thing(no))).await.unwrap();
        }
        assert!(db.cases(admin, Which::Open).await.iter().any(|c| c.says == "Send me your password"), "whoever decides reads what is reported");
        for case in db.cases(admin, Which::Open).await {
            let carried = db.batch(vec![db.envelope(By::Admin(admin), decide(case.id, Verdict::Hide))]).await;
            assert!(carried.answers[0].is_ok());
            let shown: Vec<UserId> = carried.deliveries.iter().filter(|d| format!("{:?}", d.frame).contains("hidden: true")).map(|d| d.to).collect();
            assert!(shown.contains(&ana) && shown.contains(&bo), "both see it on their screens");
        }
        let mut read = db.store.read().await.unwrap();
        let seen = async |read: &mut store::Tx, who| {
            let page = store::messaging::page_messages(read, who, talk, None, 10).await.unwrap();
            page.items.into_iter().map(|m| (m.body, m.hidden)).collect::<Vec<_>>()
        };
        assert_eq!(seen(&mut read, ana).await, [(String::new(), true), (String::new(), true)]);
        assert_eq!(seen(&mut read, bo).await[1], ("Send me your password".to_owned(), true));
        let listed = store::messaging::find_conversation(&mut read, ana, talk).await.unwrap().unwrap();
        assert_eq!((listed.last.unwrap().body, listed.log_no), (String::new(), 4));
        assert_eq!(store::connections::find(&mut read, ana, connection).await.unwrap().unwrap().first_message, "", "nor does its card say it");
    }

    async fn a_hidden_profile_and_offer_leave_people_and_lists(db) {
        let (ana, bo, admin) = (db.member("ana").await, db.member("bo").await, db.admin("ada").await);
        let offer = db.offer(ana, "I test apps").await;
        for thing in [Thing::Profile(ana), Thing::Offer(offer)] {
            db.reported_by(thing, &["cy", "dee", "eve"]).await;
        }
        let mut read = db.store.read().await.unwrap();
        assert_eq!(store::profiles::find(&mut read, Some(bo), ana).await.unwrap(), None);
        assert!(store::profiles::find(&mut read, Some(ana), ana).await.unwrap().unwrap().hidden);
        assert!(store::profiles::find(&mut read, Some(admin), ana).await.unwrap().is_some());
        assert_eq!(store::profiles::list_cards(&mut read, Some(bo), &[ana]).await.unwrap(), []);
        assert!(!store::profiles::page(&mut read, Some(bo), None, 50).await.unwrap().items.iter().any(|p| p.id == ana));
        assert!(!store::profiles::list_after(&mut read, UserId(0), 50).await.unwrap().contains(&ana));
        assert_eq!(store::offers::find(&mut read, Some(bo), offer).await.unwrap(), None);
        assert_eq!(store::offers::list_newest_of(&mut read, Some(bo), &[ana]).await.unwrap(), []);
        drop(read);
        assert_eq!(db.cases(admin, Which::Hidden).await.len(), 2);
    }

    async fn what_a_pair_was_brought_together_by_loses_its_title_when_it_is_hidden(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let ask = db.ask(ana, "Cheap watches", AskKind::Advice, None).await;
        let (connection, _) = opened(db.act(bo, open(ana, Subject::Ask(ask))).await);
        db.reported_by(Thing::Ask(ask), &["cy", "dee", "eve"]).await;
        let shown = db.connection(bo, connection).await;
        assert_eq!((shown.title.as_str(), shown.path.as_str()), ("", ""));
        assert_eq!(db.connection(ana, connection).await.title, "Cheap watches");
        assert!(!db.activity(ana).await.iter().any(|line| line.contains("offers to help with")));
    }

    async fn suspending_somebody_answers_every_report_about_what_is_theirs(db) {
        let (ana, admin) = (db.member("ana").await, db.admin("ada").await);
        let ask = db.ask(ana, "Cheap watches", AskKind::Advice, None).await;
        let bo = db.reported_by(Thing::Ask(ask), &["bo"]).await[0];
        db.act(bo, report(Thing::Profile(ana))).await.unwrap();
        db.act(By::Admin(admin), suspend(ana, true)).await.unwrap();
        assert_eq!(db.outcomes(bo).await, [Some(Outcome::Suspended); 2]);
        assert_eq!(db.cases(admin, Which::Open).await, []);
        assert_eq!(db.act(bo, report(Thing::Ask(ask))).await, Err(Refusal::Moderation(No::NoSuchThing)), "it is gone from everywhere");
        db.act(By::Admin(admin), suspend(ana, false)).await.unwrap();
        let ada = Some("ada".to_owned());
        assert_eq!(db.log().await, [(Action::Suspended, ada.clone()), (Action::Unsuspended, ada)]);
        assert!(db.sees_ask(None, ask).await);
    }

    async fn a_report_names_its_thing_but_never_what_its_reader_may_not_see(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let ask = db.ask(ana, "Cheap watches", AskKind::Advice, None).await;
        db.act(bo, report(Thing::Ask(ask))).await.unwrap();
        let called = async || {
            let mut read = db.store.read().await.unwrap();
            store::moderation::page_reports(&mut read, bo, None, 5).await.unwrap().items[0].called.clone()
        };
        assert_eq!(called().await, "The ask “Cheap watches” by ana");
        db.reported_by(Thing::Ask(ask), &["cy", "dee"]).await;
        assert_eq!(called().await, "An ask by ana");
        let mut read = db.store.read().await.unwrap();
        assert_eq!(store::moderation::find_report(&mut read, ana, ReportId(1)).await.unwrap(), None);
        assert_eq!(store::moderation::page_reports(&mut read, ana, None, 5).await.unwrap().items, [], "a report is its maker's");
    }

    async fn two_reports_of_one_batch_are_two_and_the_third_of_it_hides(db) {
        let (ana, admin) = (db.member("ana").await, db.admin("ada").await);
        let ask = db.ask(ana, "Cheap watches", AskKind::Advice, None).await;
        let mut batch = Vec::new();
        for name in ["bo", "cy", "dee"] {
            batch.push(db.envelope(By::Member(db.member(name).await), report(Thing::Ask(ask))));
        }
        let carried = db.batch(batch).await;
        assert!(carried.answers.iter().all(Result::is_ok));
        let hidden = carried.events.iter().filter(|e| matches!(e, Event::Moderation(Happened::Hidden { decided: false, .. }))).count();
        assert_eq!((hidden, db.cases(admin, Which::Hidden).await.len()), (1, 1));
    }

    async fn a_member_reports_so_many_things_a_day(db) {
        db.store.keep_to(store::Pace { reports_a_day: Some(2), ..Default::default() });
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let mut asks = Vec::new();
        for title in ["One thing", "Another thing", "A third thing"] {
            asks.push(db.ask(ana, title, AskKind::Advice, None).await);
        }
        db.act(bo, report(Thing::Ask(asks[0]))).await.unwrap();
        db.later(HOUR);
        db.act(bo, report(Thing::Ask(asks[1]))).await.unwrap();
        let no = Refusal::Moderation(No::EnoughReports { most: 2, retry_after_ms: 23 * HOUR });
        assert_eq!(db.act(bo, report(Thing::Ask(asks[2]))).await, Err(no));
        db.later(23 * HOUR);
        assert!(db.act(bo, report(Thing::Ask(asks[2]))).await.is_ok());
    }

    async fn a_member_begins_three_conversations_on_the_first_day_and_goes_on_with_those_they_have(db) {
        db.store.keep_to(store::Pace { conversations: Some(Pace { first_day: 3, a_day: 4 }), ..Default::default() });
        let bo = db.member("bo").await;
        let mut others = Vec::new();
        for name in ["ana", "cy", "dee", "eve", "fay", "gil"] {
            others.push(db.member(name).await);
        }
        let hello = |to| open(to, Subject::Direct);
        for to in &others[..3] {
            opened(db.act(bo, hello(*to)).await);
        }
        db.later(HOUR);
        let no = connections::Refusal::EnoughForToday { most: 3, first_day: true, retry_after_ms: 23 * HOUR };
        assert_eq!(db.act(bo, hello(others[3])).await, Err(Refusal::Connections(no)));
        // Somebody who wrote first, and a second matter with somebody known, are no beginnings.
        opened(db.act(others[4], hello(bo)).await);
        opened(db.act(bo, hello(others[4])).await);
        let ask = db.ask(others[0], "Beta testers for Kinlia", AskKind::BetaTester, None).await;
        opened(db.act(bo, open(others[0], Subject::Ask(ask))).await);
        db.later(DAY - HOUR);
        for to in [others[3], others[5]] {
            opened(db.act(bo, hello(to)).await);
        }
    }
}
