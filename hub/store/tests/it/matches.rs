//! Matches: told once ever, kept true by every look, gone when a side goes.

use hub::{
    AskId, By, Command, Event, MatchId, OfferId, Refusal, Timestamp, ToolId, UserId,
    asks::{self, AskKind},
    availability::Answers,
    connections::{Step, Subject},
    event::Lane,
    matches::{
        Command as Matches, Event as Happened, Facts, Helper, Known, MatchCard, Pair, Post, Refusal as No, STORED_PER_POST, ToolFit,
    },
    offers::{self, OfferStatus},
    presence::{self, Shown},
    profiles,
    wire::{ServerFrame, View},
};
use store::{Carried, matches as reads};

use crate::{
    steps::{open, opened, rate},
    world::{TestStore, both_engines, refusal},
};

const WHY: [&str; 2] = ["you both mention Kinlia", "needs people to try an app, offers to test apps"];
/// As it is read: of two people it says who.
const SAID: [&str; 2] = ["you both mention Kinlia", "one needs people to try an app, the other offers to test apps"];

fn pair(ask: AskId, offer: OfferId, score: i64) -> Pair {
    Pair { ask, offer, score, reasons: WHY.map(str::to_owned).to_vec(), tell: true, facts: Facts::default() }
}

fn found(post: Post, upto: i64, pairs: Vec<Pair>) -> Command {
    Command::Matches(Matches::Found { post, upto, pairs, tools: Vec::new() })
}

/// What the matcher's look made happen, in order.
async fn look(db: &TestStore, post: Post, pairs: Vec<Pair>) -> Vec<Happened> {
    let carried = db.batch(vec![db.envelope(By::Matcher, found(post, 1, pairs))]).await;
    happened(carried)
}

fn happened(carried: Carried) -> Vec<Happened> {
    for answer in carried.answers {
        answer.map_err(refusal).unwrap();
    }
    carried.events.into_iter().filter_map(|e| if let Event::Matches(e) = e { Some(e) } else { None }).collect()
}

fn words(events: &[Happened]) -> Vec<&'static str> {
    events
        .iter()
        .map(|e| match e {
            Happened::Told { .. } => "told",
            Happened::Updated { .. } => "updated",
            Happened::Withdrawn { .. } => "withdrawn",
            Happened::Dismissed { .. } => "dismissed",
            Happened::Restored { .. } => "restored",
            Happened::Looked { .. } => "looked",
        })
        .collect()
}

async fn cards(db: &TestStore, reader: UserId) -> Vec<MatchCard> {
    reads::page_cards(&mut db.store.read().await.unwrap(), reader, false, None, 100).await.unwrap().items
}

async fn card(db: &TestStore, reader: UserId, id: MatchId) -> Option<MatchCard> {
    reads::find_card(&mut db.store.read().await.unwrap(), reader, id).await.unwrap()
}

struct Pairing {
    ana: UserId,
    bo: UserId,
    ask: AskId,
    offer: OfferId,
    id: MatchId,
}

/// Ana asks, Bo offers, both are told.
async fn told(db: &TestStore) -> Pairing {
    let (ana, bo) = (db.member("ana").await, db.member("bo").await);
    let ask = db.ask(ana, "Beta testers for Kinlia", AskKind::BetaTester, None).await;
    let offer = db.offer(bo, "I test apps").await;
    look(db, Post::Ask(ask), vec![pair(ask, offer, 700)]).await;
    let id = cards(db, ana).await[0].id;
    Pairing { ana, bo, ask, offer, id }
}

async fn edit_ask(db: &TestStore, owner: UserId, id: AskId, title: &str) {
    let draft = asks::Draft { title: title.to_owned(), kind: AskKind::BetaTester, ..Default::default() };
    db.act(owner, Command::Asks(asks::Command::Edit { id, draft, seen: None })).await.unwrap();
}

async fn offer_status(db: &TestStore, owner: UserId, id: OfferId, to: OfferStatus) -> Carried {
    db.batch(vec![db.envelope(By::Member(owner), Command::Offers(offers::Command::SetStatus { id, to }))]).await
}

/// The best of a member's matches with an ask of somebody else.
async fn begun_id(db: &TestStore, who: UserId, ask: AskId) -> MatchId {
    reads::find_best_with(&mut db.store.read().await.unwrap(), who, Post::Ask(ask)).await.unwrap().unwrap().id
}

both_engines! {
    async fn both_are_told_with_reasons_and_a_line_begun(db) {
        let p = told(&db).await;
        let [of_ana, of_bo] = [cards(&db, p.ana).await, cards(&db, p.bo).await];
        assert_eq!((of_ana.len(), of_bo.len()), (1, 1));
        assert_eq!((of_ana[0].person.id, of_ana[0].reader_asks, of_bo[0].person.id, of_bo[0].reader_asks), (p.bo, true, p.ana, false));
        assert_eq!(of_ana[0].reasons, SAID);
        assert_eq!((of_ana[0].offer_path.as_str(), of_ana[0].ask_path.as_str()), ("/@bo_/i-test-apps", "/@ana/asks/beta-testers-for-kinlia"));
        assert_eq!((of_ana[0].price.as_str(), of_ana[0].told, of_ana[0].connection), ("Free", true, None));
        assert!(of_bo[0].first_line.starts_with("Hi ana, I saw your ask “Beta testers for Kinlia”."), "{}", of_bo[0].first_line);
        let ask = db.the_ask(p.ask).await;
        assert_eq!((ask.told, ask.matched_at), (1, Some(db.now())));
        assert_eq!(db.number("select told as n from offers").await, 1);
        let cy = db.member("cy").await;
        assert_eq!(card(&db, cy, p.id).await, None, "a match is nobody else's");
        let mut read = db.store.read().await.unwrap();
        assert_eq!(reads::list_for_ask(&mut read, p.ana, p.ask).await.unwrap().len(), 1);
        assert_eq!(reads::list_for_ask(&mut read, p.bo, p.ask).await.unwrap(), [], "the list under an ask is its owner's");
        assert_eq!(reads::list_for_offer(&mut read, p.bo, p.offer).await.unwrap().len(), 1);
    }

    async fn what_a_busy_batch_tells_is_what_a_load_finds(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let ask = db.ask(ana, "Beta testers for Kinlia", AskKind::BetaTester, None).await;
        let (bos, cys) = (db.offer(bo, "I test apps").await, db.offer(cy, "I test Kinlia").await);
        let looks = [
            found(Post::Ask(ask), 1, vec![pair(ask, bos, 700), pair(ask, cys, 800)]),
            found(Post::Offer(cys), 2, vec![pair(ask, cys, 600)]),
            found(Post::Offer(bos), 3, Vec::new()),
        ];
        let carried = db.batch(looks.into_iter().map(|look| db.envelope(By::Matcher, look)).collect()).await;
        let mut shown = Vec::new();
        for delivery in carried.deliveries {
            let ServerFrame::Event { event: Event::Matches(Happened::Told { id, .. } | Happened::Updated { id, .. }), view, .. } = delivery.frame
            else { continue };
            let found = card(&db, delivery.to, id).await;
            assert_eq!(view, found.map_or(View::None, |card| View::Match(Box::new(card))), "as it is at the batch's end");
            shown.push((delivery.to, view != View::None));
        }
        shown.sort_unstable();
        assert_eq!(shown, [(ana, false), (ana, true), (bo, false), (cy, true)], "Bo's went in the same batch: no card of it");
    }

    async fn whoever_opens_the_others_post_finds_the_line_begun_from_their_own_that_fits_best(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let ask = db.ask(ana, "Beta testers for Kinlia", AskKind::BetaTester, None).await;
        let (good, better) = (db.offer(bo, "I test apps").await, db.offer(bo, "I test Kinlia").await);
        look(&db, Post::Ask(ask), vec![pair(ask, good, 600), pair(ask, better, 800)]).await;
        let mut read = db.store.read().await.unwrap();
        let begun = reads::find_best_with(&mut read, bo, Post::Ask(ask)).await.unwrap().unwrap();
        assert_eq!((begun.offer, begun.person.id), (better, ana));
        let begun = reads::find_best_with(&mut read, ana, Post::Offer(good)).await.unwrap().unwrap();
        assert_eq!((begun.ask, begun.person.id), (ask, bo));
        for (who, post) in [(cy, Post::Ask(ask)), (ana, Post::Ask(ask)), (bo, Post::Offer(good))] {
            assert_eq!(reads::find_best_with(&mut read, who, post).await.unwrap(), None);
        }
        drop(read);
        db.act(bo, Command::Matches(Matches::Dismiss { id: begun_id(&db, bo, ask).await })).await.unwrap();
        assert_eq!(reads::find_best_with(&mut db.store.read().await.unwrap(), bo, Post::Ask(ask)).await.unwrap().unwrap().offer, good);
    }

    async fn a_pair_is_told_once_ever(db) {
        let p = told(&db).await;
        assert_eq!(words(&look(&db, Post::Ask(p.ask), vec![pair(p.ask, p.offer, 700)]).await), ["looked"]);
        assert_eq!(words(&look(&db, Post::Offer(p.offer), vec![pair(p.ask, p.offer, 650)]).await), ["looked"], "a score is not shown");
        edit_ask(&db, p.ana, p.ask, "Beta testers for Kinlia 2").await;
        assert_eq!(words(&look(&db, Post::Ask(p.ask), vec![pair(p.ask, p.offer, 700)]).await), ["updated", "looked"], "the title is");
        let other = Pair { reasons: vec!["you both say: choir".into(), "both in German".into()], ..pair(p.ask, p.offer, 700) };
        assert_eq!(words(&look(&db, Post::Ask(p.ask), vec![other]).await), ["updated", "looked"]);
        assert_eq!(card(&db, p.bo, p.id).await.unwrap().reasons, ["you both say: choir", "both in German"]);
        // Gone and back: the card comes back, nothing rings.
        assert_eq!(words(&look(&db, Post::Ask(p.ask), vec![]).await), ["withdrawn", "looked"]);
        assert_eq!(card(&db, p.ana, p.id).await, None);
        assert_eq!(words(&look(&db, Post::Offer(p.offer), vec![pair(p.ask, p.offer, 700)]).await), ["updated", "looked"]);
        assert!(card(&db, p.ana, p.id).await.unwrap().told);
        assert_eq!(db.the_ask(p.ask).await.told, 1);
    }

    async fn two_looks_that_cross_meet_in_one_match(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let ask = db.ask(ana, "Beta testers for Kinlia", AskKind::BetaTester, None).await;
        let offer = db.offer(bo, "I test apps").await;
        let [one, two] = [Post::Ask(ask), Post::Offer(offer)].map(|post| vec![db.envelope(By::Matcher, found(post, 3, vec![pair(ask, offer, 700)]))]);
        let (a, b) = tokio::join!(db.batch(one), db.batch(two));
        let both = [happened(a), happened(b)].concat();
        assert_eq!(words(&both).iter().filter(|w| **w == "told").count(), 1, "{both:?}");
        assert_eq!(db.number("select count(*) as n from matches").await, 1);
    }

    async fn what_was_only_listed_may_be_told_later(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let ask = db.ask(ana, "Beta testers for Kinlia", AskKind::BetaTester, None).await;
        let offer = db.offer(bo, "I test apps").await;
        let below = Pair { tell: false, ..pair(ask, offer, 300) };
        let looked = look(&db, Post::Ask(ask), vec![below]).await;
        assert_eq!(looked, [Happened::Looked { post: Post::Ask(ask), owner: ana, told: 0, listed: 1, tools: 0 }]);
        let told_only = reads::page_cards(&mut db.store.read().await.unwrap(), bo, true, None, 10).await.unwrap();
        assert_eq!(told_only.items, []);
        assert!(!cards(&db, bo).await[0].told);
        assert_eq!(words(&look(&db, Post::Ask(ask), vec![pair(ask, offer, 900)]).await), ["told", "looked"]);
    }

    async fn nothing_found_is_said_too_and_tools_stand_beside(db) {
        let ana = db.member("ana").await;
        let ask = db.ask(ana, "A logo for my bakery", AskKind::Hire, None).await;
        let mut tx = db.store.write().await.unwrap();
        tx.run(
            "insert into tools (id, slug, name, sort_name, company, tagline, description, category, tool_type, website_url, pricing_model, has_free_tier,
                 problem_categories, use_cases, ideal_for, limitations, alternatives, tags, keywords, source_url, source_note, checked_on, position)
             values (5, 'canva', 'Canva', 'canva', '', '', '', 'design', 'ai_tool', '', 'freemium', 1, '', '', '', '', '', '', '', '', '', '2026-01-01', 1)",
            &[],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let fit = |score| ToolFit { tool: ToolId(5), score, reasons: vec!["make a logo".into(), "you say: logo".into()] };
        let with = |tools| Command::Matches(Matches::Found { post: Post::Ask(ask), upto: 9, pairs: vec![], tools });
        let looked = happened(db.batch(vec![db.envelope(By::Matcher, with(vec![fit(300), fit(200)]))]).await);
        assert_eq!(looked, [Happened::Looked { post: Post::Ask(ask), owner: ana, told: 0, listed: 0, tools: 1 }]);
        let tools = reads::tools_for_ask(&mut db.store.read().await.unwrap(), ask).await.unwrap();
        assert_eq!((tools[0].0.slug.as_str(), tools[0].1.len()), ("canva", 2));
        let looked = happened(db.batch(vec![db.envelope(By::Matcher, with(vec![]))]).await);
        assert_eq!(looked, [Happened::Looked { post: Post::Ask(ask), owner: ana, told: 0, listed: 0, tools: 0 }]);
        assert_eq!(db.store.lane_cursor(reads::MATCHER, Lane::Exchange).await.unwrap(), 9);
        db.act(By::Matcher, Command::Matches(Matches::Advance { upto: 12 })).await.unwrap();
        db.act(By::Matcher, Command::Matches(Matches::Advance { upto: 11 })).await.unwrap();
        assert_eq!(db.store.lane_cursor(reads::MATCHER, Lane::Exchange).await.unwrap(), 12, "never back");
        let head = db.store.lane_head(Lane::Exchange).await.unwrap();
        assert_eq!(db.store.lane_lag(reads::MATCHER, Lane::Exchange).await.unwrap(), head - 12);
        assert_eq!(db.store.lane_lag("nobody yet", Lane::Exchange).await.unwrap(), head, "all of it");
    }

    async fn what_a_score_was_made_from_is_kept_and_every_look_keeps_it_anew(db) {
        let p = told(&db).await;
        let kept = async || reads::find_facts(&mut db.store.read().await.unwrap(), p.id).await.unwrap();
        let answers = Answers { asked: 9, answered: 8, usual_ms: Some(720_000) };
        for (score, at, here) in [(812, 5, true), (812, 6, false), (640, 7, true)] {
            let known = Known { helped: 12, ratings: 4, stars: 18, answers, here };
            let facts = Facts { table: 2_002_001, at: Timestamp(at), known, into: at % 3 };
            look(&db, Post::Ask(p.ask), vec![Pair { facts, ..pair(p.ask, p.offer, score) }]).await;
            assert_eq!(kept().await, Some((score, facts)));
        }
        let mut tx = db.store.write().await.unwrap();
        tx.run("update matches set scored_with = null", &[]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(kept().await, None, "of a score from before this was kept nothing is said");
    }

    async fn what_is_known_of_who_offers_is_what_was_counted_and_what_they_show(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let known = async |here| reads::list_known(&mut db.store.read().await.unwrap(), &[bo, cy], |_| here).await.unwrap();
        assert_eq!(known(true).await[&bo], Helper::default(), "nobody is seen to be here who does not show it");
        let shown = Shown { open_to_help: true, ..Shown::default() };
        db.act(bo, Command::Presence(presence::Command::Show { shown })).await.unwrap();
        assert_eq!((known(true).await[&bo].known.here, known(false).await[&bo].known.here), (true, false));
        db.act(bo, Command::Presence(presence::Command::Show { shown: Shown { here: false, ..shown } })).await.unwrap();
        assert!(!known(true).await[&bo].known.here, "nor who hides");
        let ask = db.ask(ana, "A logo", AskKind::Hire, None).await;
        let (id, _) = opened(db.act(bo, open(ana, Subject::Ask(ask))).await);
        db.steps(id, &[(ana, Step::Accept), (bo, Step::Start), (bo, Step::Done), (ana, Step::Done)]).await;
        db.act(ana, rate(id, 4)).await.unwrap();
        db.act(bo, rate(id, 1)).await.unwrap();
        let all = known(false).await;
        let counted = all[&bo].known;
        assert_eq!((counted.helped, counted.ratings, counted.stars), (1, 1, 4), "and what he says of her counts for her");
        assert_eq!(all[&cy], Helper::default());
        db.store.seed_reference().await.unwrap();
        db.act(cy, Command::Profiles(profiles::Command::SetInterests { tags: vec!["copywriting".into()] })).await.unwrap();
        assert_eq!(known(false).await[&cy].into, ["copywriting".to_owned()].into(), "and what they say they are into");
    }

    async fn what_one_is_into_is_a_reason_for_oneself_alone_while_the_others_post_is_about_it(db) {
        let p = told(&db).await;
        db.store.seed_reference().await.unwrap();
        let mut tx = db.store.write().await.unwrap();
        let tag = "insert into offer_tags (offer_id, term_id, position) select $1, id, 0 from terms where slug = 'copywriting'";
        tx.run(tag, store::args![p.offer]).await.unwrap();
        tx.commit().await.unwrap();
        let last = async |who| card(&db, who, p.id).await.unwrap().reasons.pop().unwrap();
        assert_eq!(last(p.ana).await, SAID[1]);
        for who in [p.ana, p.bo] {
            let tags = vec!["photography".into(), "copywriting".into()];
            db.act(who, Command::Profiles(profiles::Command::SetInterests { tags })).await.unwrap();
        }
        assert_eq!(last(p.ana).await, "you are into Copywriting");
        assert_eq!(cards(&db, p.ana).await[0].reasons.len(), 3);
        assert_eq!(last(p.bo).await, SAID[1], "her ask is not about it, and what she is into is not his to read here");
        db.act(p.ana, Command::Profiles(profiles::Command::SetInterests { tags: vec![] })).await.unwrap();
        assert_eq!(last(p.ana).await, SAID[1], "she is not any more");
    }

    async fn what_changed_while_the_matcher_looked_is_not_stored(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let ask = db.ask(ana, "Beta testers for Kinlia", AskKind::BetaTester, None).await;
        let own = db.offer(ana, "My own").await;
        let draft = db.offer_as(bo, "Not yet", false).await;
        let blocked = db.offer(bo, "I test apps").await;
        let gone = db.offer(cy, "I test, too").await;
        db.block(bo, ana).await;
        db.suspend(cy).await;
        let other_ask = db.ask(bo, "Somebody else's", AskKind::Advice, None).await;
        let all = [own, draft, blocked, gone, OfferId(999_999)].map(|o| pair(ask, o, 800));
        let foreign = pair(other_ask, own, 800);
        let one_reason = Pair { reasons: vec!["you both mention Kinlia".into()], ..pair(ask, blocked, 900) };
        let pairs = all.into_iter().chain([foreign, one_reason]).collect();
        assert_eq!(words(&look(&db, Post::Ask(ask), pairs).await), ["looked"]);
        assert_eq!(db.number("select count(*) as n from matches").await, 0);
        // A post that can't be matched any more loses what it had, and the matcher goes on.
        db.act(ana, Command::Asks(asks::Command::Close { id: ask })).await.unwrap();
        let dee = db.member("dee").await;
        let offer = db.offer(dee, "I test well").await;
        assert_eq!(words(&look(&db, Post::Ask(ask), vec![pair(ask, offer, 800)]).await), Vec::<&str>::new());
        assert_eq!(words(&look(&db, Post::Ask(AskId(999_999)), vec![]).await), Vec::<&str>::new());
        assert_eq!(db.number("select count(*) as n from matches").await, 0);
    }

    async fn a_side_that_goes_takes_its_matches_along(db) {
        let p = told(&db).await;
        let back = || look(&db, Post::Offer(p.offer), vec![pair(p.ask, p.offer, 700)]);
        assert_eq!(words(&happened(offer_status(&db, p.bo, p.offer, OfferStatus::Paused).await)), ["withdrawn"]);
        assert_eq!((card(&db, p.ana, p.id).await, card(&db, p.bo, p.id).await), (None, None));
        assert_eq!(words(&happened(offer_status(&db, p.bo, p.offer, OfferStatus::Active).await)), Vec::<&str>::new());
        assert_eq!(words(&back().await), ["updated", "looked"]);

        db.act(p.ana, Command::Asks(asks::Command::Close { id: p.ask })).await.unwrap();
        assert_eq!(card(&db, p.bo, p.id).await, None);
        db.act(p.ana, Command::Asks(asks::Command::Reopen { id: p.ask, expires_at: None })).await.unwrap();
        back().await;
        assert!(card(&db, p.bo, p.id).await.is_some());

        db.block(p.ana, p.bo).await;
        assert_eq!(card(&db, p.bo, p.id).await, None);
        assert_eq!(words(&back().await), ["looked"], "while they are blocked it stays away");
        db.act(p.ana, Command::Moderation(hub::moderation::Command::Unblock { who: p.bo })).await.unwrap();
        back().await;
        assert!(card(&db, p.bo, p.id).await.is_some());

        db.suspend(p.bo).await;
        assert_eq!(card(&db, p.ana, p.id).await, None);
        assert_eq!(db.number("select count(*) as n from matches where told_at is not null").await, 1);
    }

    async fn behind_a_block_also_what_became_a_connection_is_not_shown(db) {
        let p = told(&db).await;
        db.act(p.bo, open(p.ana, Subject::Ask(p.ask))).await.unwrap();
        assert!(card(&db, p.ana, p.id).await.is_some_and(|c| c.connection.is_some()));
        let block = Command::Moderation(hub::moderation::Command::Block { who: p.bo });
        let carried = db.batch(vec![db.envelope(By::Member(p.ana), block)]).await;
        assert_eq!(words(&happened(carried)), ["withdrawn"], "it goes from open screens");
        for who in [p.ana, p.bo] {
            assert_eq!(card(&db, who, p.id).await, None);
            assert_eq!(cards(&db, who).await, []);
        }
        let counts = reads::counts(&mut db.store.read().await.unwrap(), Post::Ask(p.ask)).await.unwrap();
        assert_eq!(counts.told, 0);
        db.act(p.ana, Command::Moderation(hub::moderation::Command::Unblock { who: p.bo })).await.unwrap();
        assert!(card(&db, p.bo, p.id).await.is_some_and(|c| c.connection.is_some()), "with the block gone it is there again");
    }

    async fn not_for_me_is_final_for_that_side_alone(db) {
        let p = told(&db).await;
        let dismiss = Command::Matches(Matches::Dismiss { id: p.id });
        let cy = db.member("cy").await;
        assert_eq!(db.act(cy, dismiss.clone()).await, Err(Refusal::Matches(No::NoSuchMatch)));
        let carried = db.batch(vec![db.envelope(By::Member(p.ana), dismiss.clone()), db.envelope(By::Member(p.ana), dismiss)]).await;
        assert_eq!(happened(carried), [Happened::Dismissed { id: p.id, by: p.ana }]);
        assert_eq!(card(&db, p.ana, p.id).await, None);
        assert!(card(&db, p.bo, p.id).await.is_some());
        edit_ask(&db, p.ana, p.ask, "Beta testers, still").await;
        look(&db, Post::Ask(p.ask), vec![]).await;
        look(&db, Post::Ask(p.ask), vec![pair(p.ask, p.offer, 999)]).await;
        assert_eq!(card(&db, p.ana, p.id).await, None, "for good");
        assert!(card(&db, p.bo, p.id).await.is_some());
    }

    async fn a_match_that_became_a_connection_stays(db) {
        let p = told(&db).await;
        let carried = db.batch(vec![db.envelope(By::Member(p.bo), open(p.ana, Subject::Ask(p.ask)))]).await;
        let (id, _) = opened(carried.answers[0].as_ref().map(Clone::clone).map_err(|e| panic!("{e:?}")));
        assert_eq!(words(&happened(carried)), ["updated"]);
        for who in [p.ana, p.bo] {
            assert_eq!(card(&db, who, p.id).await.unwrap().connection, Some(id));
        }
        assert_eq!(words(&look(&db, Post::Ask(p.ask), vec![]).await), ["looked"]);
        assert_eq!(words(&look(&db, Post::Ask(p.ask), vec![pair(p.ask, p.offer, 999)]).await), ["looked"]);
        db.act(p.ana, Command::Asks(asks::Command::Close { id: p.ask })).await.unwrap();
        assert!(card(&db, p.bo, p.id).await.is_some());
    }

    async fn asking_for_an_offer_marks_the_match_as_well(db) {
        let p = told(&db).await;
        let other = db.ask(p.ana, "Something else", AskKind::Advice, None).await;
        let (id, _) = opened(db.act(p.ana, open(p.bo, Subject::Offer(p.offer))).await);
        assert_eq!(card(&db, p.ana, p.id).await.unwrap().connection, Some(id));
        // Another ask of hers is another pair.
        assert_eq!(words(&look(&db, Post::Ask(other), vec![pair(other, p.offer, 500)]).await), ["told", "looked"]);
    }

    async fn of_each_post_the_best_twenty_are_kept_and_seven_told(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let ask = db.ask(ana, "Beta testers for Kinlia", AskKind::BetaTester, None).await;
        let mut all = Vec::new();
        for n in 0..25 {
            all.push(pair(ask, db.offer(bo, &format!("Offer {n}")).await, 500 + n));
        }
        let events = look(&db, Post::Ask(ask), all).await;
        assert_eq!(words(&events).iter().filter(|w| **w == "told").count(), 7);
        assert_eq!(events.last(), Some(&Happened::Looked { post: Post::Ask(ask), owner: ana, told: 1, listed: 13, tools: 0 }), "one person, 13 more offers");
        let mut seen = Vec::new();
        let mut cursor = None;
        loop {
            let page = reads::page_cards(&mut db.store.read().await.unwrap(), ana, false, cursor.as_deref(), 6).await.unwrap();
            seen.extend(page.items.iter().map(|c| c.id));
            cursor = page.next;
            if cursor.is_none() { break }
        }
        assert_eq!(seen.len(), STORED_PER_POST);
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), STORED_PER_POST, "each once");
        let list = reads::list_for_ask(&mut db.store.read().await.unwrap(), ana, ask).await.unwrap();
        assert_eq!(list.iter().map(|c| c.score).take(8).collect::<Vec<_>>(), [524, 523, 522, 521, 520, 519, 518, 517]);
    }

    async fn a_full_post_keeps_the_better_ones(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let offer = db.offer(bo, "I test apps").await;
        let mut asks = Vec::new();
        for n in 0..STORED_PER_POST as i64 {
            let ask = db.ask(ana, &format!("Ask {n}"), AskKind::BetaTester, None).await;
            let tell = n > 0;
            look(&db, Post::Ask(ask), vec![Pair { tell, ..pair(ask, offer, 400 + n) }]).await;
            asks.push(ask);
        }
        let weak = db.ask(ana, "A weak one", AskKind::BetaTester, None).await;
        assert_eq!(words(&look(&db, Post::Ask(weak), vec![pair(weak, offer, 399)]).await), ["looked"]);
        let strong = db.ask(ana, "A strong one", AskKind::BetaTester, None).await;
        assert_eq!(words(&look(&db, Post::Ask(strong), vec![pair(strong, offer, 600)]).await), ["withdrawn", "told", "looked"]);
        let another = db.ask(ana, "Another strong one", AskKind::BetaTester, None).await;
        assert_eq!(words(&look(&db, Post::Ask(another), vec![pair(another, offer, 700)]).await), ["looked"], "who was told is not untold");
        assert_eq!(db.number("select count(*) as n from matches where withdrawn_at is null").await, STORED_PER_POST as i64);
    }

    async fn only_the_matcher_says_what_fits(db) {
        let p = told(&db).await;
        for by in [By::Member(p.ana), By::Visitor] {
            assert!(db.act(by, found(Post::Ask(p.ask), 1, vec![])).await.is_err());
            assert!(db.act(by, Command::Matches(Matches::Advance { upto: 99 })).await.is_err());
        }
        assert!(card(&db, p.ana, p.id).await.is_some());
    }
}
