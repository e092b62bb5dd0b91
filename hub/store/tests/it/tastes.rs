//! “Less like this”: rules that keep pairs from whose they are, what they take away and bring back, and a pause of all matches.

use hub::{
    Answer, AskId, By, Command, Event, MatchId, OfferId, Refusal, RuleId, UserId,
    asks::AskKind,
    kernel::time::DAY,
    matches::{Command as Matches, Event as Matched, Facts, MatchCard, Pair, Post, Refusal as NoMatch},
    tastes::{About, Command as Tastes, MOST_RULES, Pause, Refusal as No, Rule, RuleView},
};
use store::matches as reads;

use crate::world::{TestStore, both_engines};

const MENTION: &str = "you both mention Kinlia";
const KINDS: &str = "needs people to try an app, offers to test apps";

fn rule(about: About, what: impl ToString) -> Rule {
    Rule { about, what: what.to_string() }
}

fn take(rules: Vec<Rule>, card: Option<MatchId>) -> Command {
    Command::Tastes(Tastes::Take { rules, card })
}

fn take_back(rules: &[RuleId]) -> Command {
    Command::Tastes(Tastes::TakeBack { rules: rules.to_vec() })
}

fn pair(ask: AskId, offer: OfferId, reasons: &[&str]) -> Pair {
    Pair { ask, offer, score: 700, reasons: reasons.iter().map(|r| (*r).to_owned()).collect(), tell: true, facts: Facts::default() }
}

/// Ana asks, Bo and Cy offer; nothing is matched yet.
struct Town {
    ana: UserId,
    bo: UserId,
    cy: UserId,
    ask: AskId,
    bos: OfferId,
    cys: OfferId,
}

async fn town(db: &TestStore) -> Town {
    let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
    let ask = db.ask(ana, "Beta testers for Kinlia", AskKind::BetaTester, None).await;
    let (bos, cys) = (db.offer(bo, "I test apps").await, db.offer(cy, "I test Kinlia").await);
    Town { ana, bo, cy, ask, bos, cys }
}

impl Town {
    /// The matcher looks at Ana's ask; whom of the two it tells, in the order of their offers, and all that happened.
    async fn look(&self, db: &TestStore, of_bo: &[&str], of_cy: &[&str]) -> Vec<Event> {
        let pairs = vec![pair(self.ask, self.bos, of_bo), pair(self.ask, self.cys, of_cy)];
        let look = Command::Matches(Matches::Found { post: Post::Ask(self.ask), upto: 1, pairs, tools: Vec::new() });
        db.batch(vec![db.envelope(By::Matcher, look)]).await.events
    }

    async fn look_alike(&self, db: &TestStore) -> Vec<Event> {
        self.look(db, &[MENTION, KINDS], &[MENTION, KINDS]).await
    }
}

async fn cards(db: &TestStore, who: UserId) -> Vec<MatchCard> {
    reads::page_cards(&mut db.store.read().await.unwrap(), who, false, None, 100).await.unwrap().items
}

/// Of whom somebody is told.
async fn told_of(db: &TestStore, who: UserId) -> Vec<UserId> {
    let mut people: Vec<UserId> = cards(db, who).await.into_iter().filter(|card| card.told).map(|card| card.person.id).collect();
    people.sort_unstable();
    people
}

async fn rules(db: &TestStore, who: UserId) -> Vec<RuleView> {
    store::tastes::list(&mut db.store.read().await.unwrap(), who).await.unwrap()
}

fn taken(answer: Result<Answer, Refusal>) -> Vec<RuleId> {
    match answer {
        Ok(Answer::Rules { ids }) => ids,
        other => panic!("no rules: {other:?}"),
    }
}

fn of_matches(events: &[Event]) -> Vec<&Matched> {
    events.iter().filter_map(|event| if let Event::Matches(matched) = event { Some(matched) } else { None }).collect()
}

both_engines! {
    async fn a_pair_that_falls_under_a_rule_of_either_side_is_told_to_nobody_and_its_owner_does_not_see_it(db) {
        let t = town(&db).await;
        db.act(t.ana, take(vec![rule(About::Person, t.bo)], None)).await.unwrap();
        db.act(t.cy, take(vec![rule(About::Asks, "beta_tester")], None)).await.unwrap();
        t.look_alike(&db).await;
        for who in [t.ana, t.bo, t.cy] {
            assert_eq!(told_of(&db, who).await, []);
        }
        assert_eq!(cards(&db, t.bo).await.len(), 1, "Bo still finds it in the list: nothing says that Ana has a rule");
        assert_eq!(cards(&db, t.ana).await.iter().map(|c| c.person.id).collect::<Vec<_>>(), [t.cy]);
        assert_eq!(cards(&db, t.cy).await, []);
    }

    async fn a_reason_that_is_unwanted_counts_no_more_and_the_others_may_be_enough(db) {
        let t = town(&db).await;
        db.act(t.ana, take(vec![rule(About::Tool, "kinlia")], None)).await.unwrap();
        t.look(&db, &[MENTION, KINDS], &[MENTION, "both about testing", KINDS]).await;
        assert_eq!(told_of(&db, t.ana).await, [t.cy]);
        assert_eq!(told_of(&db, t.bo).await, []);
    }

    async fn taking_rules_takes_the_card_and_every_other_under_them_from_ones_own_screens_only(db) {
        let t = town(&db).await;
        t.look_alike(&db).await;
        let of_bo = cards(&db, t.ana).await.iter().find(|c| c.person.id == t.bo).unwrap().id;
        let ids = taken(db.act(t.ana, take(vec![rule(About::Tag, "gardening"), rule(About::Tool, "Kinlia")], Some(of_bo))).await);
        assert_eq!(ids.len(), 2);
        assert_eq!(told_of(&db, t.ana).await, []);
        assert_eq!((told_of(&db, t.bo).await, told_of(&db, t.cy).await), (vec![t.ana], vec![t.ana]));
        assert!(of_matches(&t.look_alike(&db).await).iter().all(|e| matches!(e, Matched::Looked { .. })), "a second look changes nothing");
        // The rule about gardening is about nothing of them: with the other one gone both are back.
        let back = db.batch(vec![db.envelope(By::Member(t.ana), take_back(&ids[1..]))]).await.events;
        assert_eq!(of_matches(&back).iter().filter(|e| matches!(e, Matched::Restored { by, .. } if *by == t.ana)).count(), 2);
        assert_eq!(told_of(&db, t.ana).await, [t.bo, t.cy]);
    }

    async fn the_card_goes_even_where_enough_is_left_and_undo_brings_back_exactly_that(db) {
        let t = town(&db).await;
        let rich = [MENTION, "both about testing", KINDS];
        t.look(&db, &rich, &rich).await;
        let of_bo = cards(&db, t.ana).await.iter().find(|c| c.person.id == t.bo).unwrap().id;
        let of_cy = cards(&db, t.ana).await.iter().find(|c| c.person.id == t.cy).unwrap().id;
        db.act(t.ana, Command::Matches(Matches::Dismiss { id: of_cy })).await.unwrap();
        let ids = taken(db.act(t.ana, take(vec![rule(About::Tool, "Kinlia")], Some(of_bo))).await);
        assert_eq!(told_of(&db, t.ana).await, []);
        db.act(t.ana, take_back(&ids)).await.unwrap();
        assert_eq!(told_of(&db, t.ana).await, [t.bo], "“not for me” stays");
        assert_eq!(rules(&db, t.ana).await, []);
    }

    async fn what_another_rule_keeps_away_stays_away(db) {
        let t = town(&db).await;
        t.look_alike(&db).await;
        let first = taken(db.act(t.ana, take(vec![rule(About::Person, t.bo)], None)).await);
        let second = taken(db.act(t.ana, take(vec![rule(About::Tool, "Kinlia")], None)).await);
        db.act(t.ana, take_back(&first)).await.unwrap();
        assert_eq!(told_of(&db, t.ana).await, []);
        db.act(t.ana, take_back(&second)).await.unwrap();
        assert_eq!(told_of(&db, t.ana).await, [t.bo, t.cy]);
    }

    async fn an_edit_may_bring_a_card_under_a_rule(db) {
        let t = town(&db).await;
        db.act(t.ana, take(vec![rule(About::Tool, "Canva")], None)).await.unwrap();
        t.look_alike(&db).await;
        assert_eq!(told_of(&db, t.ana).await, [t.bo, t.cy]);
        let events = t.look(&db, &["you both mention Canva", KINDS], &[MENTION, KINDS]).await;
        assert!(of_matches(&events).iter().any(|e| matches!(e, Matched::Dismissed { by, .. } if *by == t.ana)));
        assert_eq!(told_of(&db, t.ana).await, [t.cy]);
        assert_eq!(told_of(&db, t.bo).await, [t.ana]);
    }

    async fn a_rule_is_taken_once_and_read_by_its_owner_alone(db) {
        let t = town(&db).await;
        let less = vec![rule(About::Person, t.bo), rule(About::Tag, "Images & Video"), rule(About::Offers, "course")];
        assert_eq!(taken(db.act(t.ana, take(less.clone(), None)).await).len(), 3);
        db.later(1);
        assert_eq!(taken(db.act(t.ana, take(vec![less[0].clone(), rule(About::Tag, "images and video")], None)).await), []);
        let said: Vec<String> = rules(&db, t.ana).await.into_iter().map(|rule| rule.words).collect();
        assert_eq!(said, ["courses", "matches about Images & Video", "matches with bo_"], "newest first");
        assert_eq!(rules(&db, t.bo).await, []);
        let theirs = rules(&db, t.ana).await[0].id;
        assert_eq!(db.act(t.bo, take_back(&[theirs])).await, Err(No::NoSuchRule.into()));
    }

    async fn what_can_be_no_rule_is_refused_and_nothing_is_kept(db) {
        let t = town(&db).await;
        t.look_alike(&db).await;
        let of_bo = cards(&db, t.bo).await[0].id;
        let course = || rule(About::Offers, "course");
        for (rules, card, why) in [
            (vec![], None, Refusal::from(No::Nothing)),
            (vec![course(), rule(About::Offers, "spaceship")], None, No::NotARule.into()),
            (vec![course(), rule(About::Person, t.cy)], None, No::Yourself.into()),
            (vec![course(), rule(About::Person, 999_999)], None, No::NoSuchMember.into()),
            (vec![course()], Some(of_bo), NoMatch::NoSuchMatch.into()),
        ] {
            assert_eq!(db.act(t.cy, take(rules, card)).await, Err(why));
        }
        assert_eq!(rules(&db, t.cy).await, []);
        let many = (0..MOST_RULES).map(|n| rule(About::Tag, format!("tag {n}"))).collect();
        db.act(t.cy, take(many, None)).await.unwrap();
        assert_eq!(db.act(t.cy, take(vec![course()], None)).await, Err(No::Enough { most: MOST_RULES }.into()));
        assert_eq!(taken(db.act(t.cy, take(vec![rule(About::Tag, "tag 7")], None)).await), [], "one of those is no further one");
    }

    async fn while_matches_are_paused_what_is_found_waits_and_is_told_afterwards(db) {
        let t = town(&db).await;
        let over = |user| Command::Tastes(Tastes::PauseOver { user });
        db.act(t.bo, Command::Tastes(Tastes::Pause { until: Pause::Day })).await.unwrap();
        t.look_alike(&db).await;
        assert_eq!((told_of(&db, t.ana).await, told_of(&db, t.bo).await), (vec![t.cy], vec![]));
        assert_eq!(cards(&db, t.bo).await.len(), 1, "it waits in the list");
        db.later(DAY - 1);
        assert_eq!(db.act(By::Clock, over(t.bo)).await, Err(No::NotOver.into()));
        db.later(1);
        let due = store::tastes::list_pauses_over(&mut db.store.read().await.unwrap(), db.now(), 10).await.unwrap();
        assert_eq!(due, [t.bo]);
        let ended = db.batch(vec![db.envelope(By::Clock, over(t.bo))]).await.events;
        assert!(ended.contains(&Event::Tastes(hub::tastes::Event::Resumed { user: t.bo })));
        t.look_alike(&db).await;
        assert_eq!(told_of(&db, t.bo).await, [t.ana]);

        db.act(t.cy, Command::Tastes(Tastes::Pause { until: Pause::UntilISaySo })).await.unwrap();
        t.look_alike(&db).await;
        assert_eq!(told_of(&db, t.cy).await, [t.ana], "what was told stays");
        db.later(400 * DAY);
        assert_eq!(store::tastes::list_pauses_over(&mut db.store.read().await.unwrap(), db.now(), 10).await.unwrap(), []);
        db.act(t.cy, Command::Tastes(Tastes::Resume)).await.unwrap();
        let pause = store::tastes::find_pause(&mut db.store.read().await.unwrap(), t.cy).await.unwrap();
        assert_eq!((pause.paused, pause.until), (false, None));
    }
}
