//! The matcher looked at a post: its pairs are re-decided from the rows as they are now, and stored.
//!
//! ```text
//!   pairs ─▶ still fit? ─▶ the best (rules::tell) ─▶ new: told or listed ── known: updated ── withdrawn: back, silently
//!                              └─ what is stored and not among them, and nobody acted on ─▶ withdrawn
//! ```

use std::collections::{BTreeMap, BTreeSet, HashMap};

use hub::{
    AskId, Cents, Event, MatchId, OfferId, RuleId, Timestamp, UserId,
    asks::{AskKind, AskStatus},
    kernel::time::DAY,
    matches::{Event as Happened, Facts, Pair, Post, STORED_PER_POST, ToolFit, rules},
    offers::{OfferKind, OfferStatus, price_words},
    tastes::{
        Rule,
        rules::{Kind, Other, caught_by},
    },
};

use super::{counts, facts, say_withdrawn, withdraw_post};
use crate::{Fault, Row, Tx, args, batch::Work, engine::Value, moderation::no_block, row, tastes};

/// An ask or an offer of a pair: what is decided on, and what a card shows of it.
struct Side<F> {
    facts: F,
    created_at: Timestamp,
    kind: Kind,
    shown: String,
}

/// What the rows say now.
#[derive(Default)]
struct Now {
    asks: HashMap<AskId, Side<rules::AskFacts>>,
    offers: HashMap<OfferId, Side<rules::OfferFacts>>,
    blocked: BTreeSet<(UserId, UserId)>,
    helpers: HashMap<UserId, Helper>,
    /// Whose matches are all paused.
    paused: BTreeSet<UserId>,
    tastes: BTreeMap<UserId, Vec<(RuleId, Rule)>>,
}

/// Who offers: whether they may be sent one more card.
struct Helper {
    full: bool,
    sent_today: i64,
    newcomer: bool,
}

/// A stored pair.
struct Stored {
    id: MatchId,
    score: i64,
    told: bool,
    withdrawn: bool,
    ask_dismissed: bool,
    offer_dismissed: bool,
    acted_on: bool,
    shown: i64,
}

impl Stored {
    /// By one side at least.
    fn is_dismissed(&self) -> bool {
        self.ask_dismissed || self.offer_dismissed
    }

    /// Nobody sees it: it needs room again.
    fn is_gone(&self) -> bool {
        self.withdrawn && !self.acted_on
    }
}

pub(super) async fn found(work: &mut Work<'_>, post: Post, pairs: Vec<Pair>, tools: &[ToolFit], at: Timestamp) -> Result<(), Fault> {
    let pairs: Vec<Pair> = pairs.into_iter().filter(|p| is_of(post, p)).collect();
    let now = Now::load(&mut work.tx, post, &pairs, at).await?;
    let Some(owner) = now.matchable(post, at) else {
        return withdraw_post(work, post, at).await;
    };
    let stored = load_stored(&mut work.tx, post).await?;
    let most = work.pace.cards_a_day;
    let fitting = pairs.into_iter().filter(|p| now.fits(p, at));
    let fitting = fitting.map(|p| Pair { tell: p.tell && now.may_tell(&p, stored.get(&(p.ask, p.offer))), ..p });
    let kept = rules::tell(fitting.collect(), |p| now.helper(p, stored.get(&(p.ask, p.offer)), most, at));
    withdraw_others(work, &stored, &kept, at).await?;
    let mut room =
        Room::load(&mut work.tx, post, kept.iter().filter(|p| stored.get(&(p.ask, p.offer)).is_none_or(Stored::is_gone))).await?;
    let (mut told, mut rows) = (Vec::new(), Rows::default());
    for pair in &kept {
        if store(work, post, &now, stored.get(&(pair.ask, pair.offer)), pair, at, &mut room, &mut rows).await? {
            told.push(pair);
        }
    }
    rows.save(&mut work.tx).await?;
    count_told(&mut work.tx, &told).await?;
    store_tools(&mut work.tx, post, tools).await?;
    let looked = match post {
        Post::Ask(_) => "update asks set matched_at = $2 where id = $1",
        Post::Offer(_) => "update offers set matched_at = $2 where id = $1",
    };
    work.tx.run(looked, args![number(post), at]).await?;
    let counts = counts(&mut work.tx, post).await?;
    work.happened(Event::Matches(Happened::Looked { post, owner, told: counts.told, listed: counts.listed, tools: counts.tools }), at);
    Ok(())
}

/// A place of this ask has come free, since somebody did not come: of the helpers who were never told of it the best get the
/// card, up to `wanted`. Nobody who held a place or wrote, nobody who was told of it through another offer of theirs, and nobody who
/// is full or was sent enough today.
pub(crate) async fn tell_next_best(work: &mut Work<'_>, ask: AskId, wanted: usize, at: Timestamp) -> Result<(), Fault> {
    if wanted == 0 {
        return Ok(());
    }
    let rows = work
        .tx
        .rows(
            "select m.id, m.offer_id, m.ask_owner, m.offer_owner, m.score, m.reasons from matches m
             where m.ask_id = $1 and m.told_at is null and m.withdrawn_at is null and m.connection_id is null
               and m.ask_dismissed_at is null and m.offer_dismissed_at is null
               and m.offer_owner not in (select t.offer_owner from matches t where t.ask_id = $1 and t.told_at is not null)
               and m.offer_owner not in (select k.helper from claims k where k.ask_id = $1)
               and m.offer_owner not in (select c.initiator from connections c where c.ask_id = $1)
             order by m.score desc, m.id",
            args![ask],
        )
        .await?;
    let mut listed = Vec::with_capacity(rows.len());
    for row in &rows {
        let pair = Pair {
            ask,
            offer: row.get("offer_id")?,
            score: row.get("score")?,
            reasons: row.list("reasons")?,
            tell: true,
            facts: Facts::default(),
        };
        listed.push((row.get::<MatchId>("id")?, row.get::<UserId>("ask_owner")?, row.get::<UserId>("offer_owner")?, pair));
    }
    let pairs: Vec<Pair> = listed.iter().map(|(.., pair)| pair.clone()).collect();
    let now = Now::load(&mut work.tx, Post::Ask(ask), &pairs, at).await?;
    let most = work.pace.cards_a_day;
    let has_room = |pair: &Pair| {
        let helper = now.helper(pair, None, most, at);
        !helper.full && helper.left.is_none_or(|left| left > 0)
    };
    let (mut told, mut people) = (Vec::new(), BTreeSet::new());
    for (id, ask_owner, offer_owner, pair) in &listed {
        if told.len() < wanted && now.fits(pair, at) && has_room(pair) && people.insert(*offer_owner) {
            work.tx.run("update matches set told_at = $2, updated_at = $2 where id = $1", args![*id, at]).await?;
            work.happened(Event::Matches(Happened::Told { id: *id, ask_owner: *ask_owner, offer_owner: *offer_owner }), at);
            told.push(pair);
        }
    }
    if let Some((_, owner, ..)) = listed.first().filter(|_| !told.is_empty()) {
        count_told(&mut work.tx, &told).await?;
        let counts = counts(&mut work.tx, Post::Ask(ask)).await?;
        let looked =
            Happened::Looked { post: Post::Ask(ask), owner: *owner, told: counts.told, listed: counts.listed, tools: counts.tools };
        work.happened(Event::Matches(looked), at);
    }
    Ok(())
}

/// Whom these pairs of an ask, asked for as `kind`, would have told: whoever could be sent one more card today. Nothing is changed.
pub async fn list_who_would_be_told(
    db: &mut Tx,
    ask: AskId,
    kind: AskKind,
    pairs: &[Pair],
    most: Option<i64>,
    at: Timestamp,
) -> Result<BTreeSet<UserId>, Fault> {
    let mut now = Now::load(db, Post::Ask(ask), pairs, at).await?;
    if let Some(side) = now.asks.get_mut(&ask) {
        side.kind = Kind::Ask(kind);
    }
    let would = pairs.iter().filter(|pair| pair.ask == ask && pair.tell && now.fits(pair, at) && now.may_tell(pair, None));
    let would = would.map(|pair| now.helper(pair, None, most, at)).filter(|who| !who.full && who.left.is_none_or(|left| left > 0));
    Ok(would.map(|helper| helper.who).collect())
}

/// The number that stands for an ask that has none yet.
pub const NOT_YET: AskId = AskId(0);

/// Whom an ask of `owner` that is not posted yet would have told, were it posted now: as [`found`] decides, and nothing is changed.
/// Its pairs name it by [`NOT_YET`].
pub async fn list_who_would_hear(
    db: &mut Tx,
    owner: UserId,
    kind: AskKind,
    pairs: Vec<Pair>,
    most: Option<i64>,
    at: Timestamp,
) -> Result<BTreeSet<UserId>, Fault> {
    let (now, kept) = would_keep(db, owner, kind, pairs, most, at).await?;
    Ok(kept.iter().filter(|pair| pair.tell).filter_map(|pair| now.owners(pair)).map(|(_, helper)| helper).collect())
}

/// What the page of such an ask would list, were it posted now, in its order: those told first, then the best first. `owner` may be
/// nobody yet.
pub async fn list_that_would_fit(
    db: &mut Tx,
    owner: Option<UserId>,
    kind: AskKind,
    pairs: Vec<Pair>,
    most: Option<i64>,
    at: Timestamp,
) -> Result<Vec<Pair>, Fault> {
    let (now, mut kept) = would_keep(db, owner.unwrap_or(UserId(0)), kind, pairs, most, at).await?;
    // What whoever asks wants less of is put aside for them as it is stored.
    kept.retain(|pair| now.caught_by(pair)[0].is_none());
    kept.sort_by_key(|pair| (!pair.tell, std::cmp::Reverse(pair.score)));
    Ok(kept)
}

/// What would be stored of the pairs of an ask that is not posted yet, and what the rows say now.
async fn would_keep(
    db: &mut Tx,
    owner: UserId,
    kind: AskKind,
    pairs: Vec<Pair>,
    most: Option<i64>,
    at: Timestamp,
) -> Result<(Now, Vec<Pair>), Fault> {
    let mut now = Now::default();
    let facts =
        rules::AskFacts { owner, status: AskStatus::Open, archived: false, expires_at: None, owner_suspended: false, hidden: false };
    now.asks.insert(NOT_YET, Side { facts, created_at: at, kind: Kind::Ask(kind), shown: String::new() });
    if let Some(row) = db.row("select matches_paused_at from standing where user_id = $1", args![owner]).await? {
        now.note_pause(owner, &row)?;
    }
    now.load_offers(db, pairs.iter().map(|pair| pair.offer.0).collect()).await?;
    now.load_what_stands_between(db, &pairs, at).await?;
    let fitting = pairs.into_iter().filter(|pair| now.fits(pair, at));
    let fitting = fitting.map(|pair| Pair { tell: pair.tell && now.may_tell(&pair, None), ..pair });
    let mut kept = rules::tell(fitting.collect(), |pair| now.helper(pair, None, most, at));
    let post = Post::Ask(NOT_YET);
    let room = Room::load(db, post, kept.iter()).await?;
    kept.retain(|pair| room.has(post, pair));
    Ok((now, kept))
}

/// The number that stands for an offer that has none yet.
pub const NOT_YET_OFFERED: OfferId = OfferId(0);

/// Whose asks an offer of `owner` that is not posted yet would bring a card, were it posted now: as [`found`] decides, and nothing is
/// changed. Its pairs name it by [`NOT_YET_OFFERED`].
pub async fn list_who_would_hear_of_offer(
    db: &mut Tx,
    owner: UserId,
    kind: OfferKind,
    pairs: Vec<Pair>,
    most: Option<i64>,
    at: Timestamp,
) -> Result<BTreeSet<UserId>, Fault> {
    let mut now = Now::default();
    let facts = rules::OfferFacts { owner, status: OfferStatus::Active, owner_suspended: false, hidden: false };
    now.offers.insert(NOT_YET_OFFERED, Side { facts, created_at: at, kind: Kind::Offer(kind), shown: String::new() });
    if let Some(row) = db.row("select matches_paused_at from standing where user_id = $1", args![owner]).await? {
        now.note_pause(owner, &row)?;
    }
    now.load_asks(db, pairs.iter().map(|pair| pair.ask.0).collect()).await?;
    now.load_what_stands_between(db, &pairs, at).await?;
    let fitting = pairs.into_iter().filter(|pair| now.fits(pair, at));
    let fitting = fitting.map(|pair| Pair { tell: pair.tell && now.may_tell(&pair, None), ..pair });
    let kept = rules::tell(fitting.collect(), |pair| now.helper(pair, None, most, at));
    let post = Post::Offer(NOT_YET_OFFERED);
    let room = Room::load(db, post, kept.iter()).await?;
    let told = kept.iter().filter(|pair| pair.tell && room.has(post, pair));
    Ok(told.filter_map(|pair| now.owners(pair)).map(|(asker, _)| asker).collect())
}

fn is_of(post: Post, pair: &Pair) -> bool {
    match post {
        Post::Ask(id) => pair.ask == id,
        Post::Offer(id) => pair.offer == id,
    }
}

fn number(post: Post) -> i64 {
    match post {
        Post::Ask(id) => id.0,
        Post::Offer(id) => id.0,
    }
}

impl Now {
    async fn load(tx: &mut Tx, post: Post, pairs: &[Pair], at: Timestamp) -> Result<Now, Fault> {
        let (mut asks, mut offers) = (BTreeSet::new(), BTreeSet::new());
        match post {
            Post::Ask(id) => asks.insert(id.0),
            Post::Offer(id) => offers.insert(id.0),
        };
        for pair in pairs {
            asks.insert(pair.ask.0);
            offers.insert(pair.offer.0);
        }
        let mut now = Now::default();
        now.load_asks(tx, asks).await?;
        now.load_offers(tx, offers).await?;
        now.load_what_stands_between(tx, pairs, at).await?;
        Ok(now)
    }

    /// Of the posts that are loaded: what their owners have said of each other, of others' posts, and how much they take on.
    async fn load_what_stands_between(&mut self, tx: &mut Tx, pairs: &[Pair], at: Timestamp) -> Result<(), Fault> {
        self.load_blocks(tx, pairs).await?;
        self.load_helpers(tx, at).await?;
        self.load_tastes(tx).await
    }

    async fn load_asks(&mut self, tx: &mut Tx, ids: BTreeSet<i64>) -> Result<(), Fault> {
        let ids: Vec<Vec<Value>> = ids.into_iter().map(|id| row![id]).collect();
        let sql = "select a.id, a.user_id, a.status, a.archived_at, a.expires_at, a.created_at, a.title, a.kind, a.slug, a.hidden_at, a.budget_max, a.currency,
                          a.language, u.suspended_at, st.matches_paused_at
                   from {rows} v join asks a on a.id = v.column1 join users u on u.id = a.user_id join standing st on st.user_id = u.id";
        for row in tx.with_rows(sql, &ids).await? {
            let facts = rules::AskFacts {
                owner: row.get("user_id")?,
                status: row.word("status")?,
                archived: row.get::<Option<Timestamp>>("archived_at")?.is_some(),
                expires_at: row.get("expires_at")?,
                owner_suspended: row.get::<Option<Timestamp>>("suspended_at")?.is_some(),
                hidden: row.get::<Option<Timestamp>>("hidden_at")?.is_some(),
            };
            let most = row.get::<Option<Cents>>("budget_max")?.map(|most| most.words(&row.get::<String>("currency").unwrap_or_default()));
            let words: [String; 5] =
                [row.get("title")?, row.get("kind")?, row.get("slug")?, most.unwrap_or_default(), row.get("language")?];
            self.note_pause(facts.owner, &row)?;
            let kind = Kind::Ask(row.word("kind")?);
            self.asks.insert(row.get("id")?, Side { facts, created_at: row.get("created_at")?, kind, shown: words.join("\n") });
        }
        Ok(())
    }

    async fn load_offers(&mut self, tx: &mut Tx, ids: BTreeSet<i64>) -> Result<(), Fault> {
        let ids: Vec<Vec<Value>> = ids.into_iter().map(|id| row![id]).collect();
        let sql = "select o.id, o.user_id, o.status, o.created_at, o.title, o.kind, o.slug, o.pricing, o.price, o.currency, o.hidden_at,
                          o.language, u.suspended_at, st.matches_paused_at
                   from {rows} v join offers o on o.id = v.column1 join users u on u.id = o.user_id join standing st on st.user_id = u.id";
        for row in tx.with_rows(sql, &ids).await? {
            let facts = rules::OfferFacts {
                owner: row.get("user_id")?,
                status: row.word("status")?,
                owner_suspended: row.get::<Option<Timestamp>>("suspended_at")?.is_some(),
                hidden: row.get::<Option<Timestamp>>("hidden_at")?.is_some(),
            };
            let price = price_words(row.word("pricing")?, row.get("price")?, &row.get::<String>("currency")?);
            let words: [String; 5] = [row.get("title")?, row.get("kind")?, row.get("slug")?, price, row.get("language")?];
            self.note_pause(facts.owner, &row)?;
            let kind = Kind::Offer(row.word("kind")?);
            self.offers.insert(row.get("id")?, Side { facts, created_at: row.get("created_at")?, kind, shown: words.join("\n") });
        }
        Ok(())
    }

    async fn load_blocks(&mut self, tx: &mut Tx, pairs: &[Pair]) -> Result<(), Fault> {
        let owners: BTreeSet<(UserId, UserId)> =
            pairs.iter().filter_map(|p| Some((self.asks.get(&p.ask)?.facts.owner, self.offers.get(&p.offer)?.facts.owner))).collect();
        let owners: Vec<Vec<Value>> = owners.into_iter().map(|(a, b)| row![a, b]).collect();
        let sql = format!("select v.column1 as a, v.column2 as b from {{rows}} v where not ({})", no_block("v.column1", "v.column2"));
        for row in tx.with_rows(&sql, &owners).await? {
            self.blocked.insert((row.get("a")?, row.get("b")?));
        }
        Ok(())
    }

    fn note_pause(&mut self, owner: UserId, row: &Row) -> Result<(), Fault> {
        if row.get::<Option<Timestamp>>("matches_paused_at")?.is_some() {
            self.paused.insert(owner);
        }
        Ok(())
    }

    /// What all of them want less of.
    async fn load_tastes(&mut self, tx: &mut Tx) -> Result<(), Fault> {
        let askers = self.asks.values().map(|side| side.facts.owner);
        let owners: BTreeSet<UserId> = askers.chain(self.offers.values().map(|side| side.facts.owner)).collect();
        self.tastes = tastes::load(tx, &owners.into_iter().collect::<Vec<_>>()).await?;
        Ok(())
    }

    /// The rules that keep a pair from its two sides: of whoever asks, of whoever offers.
    fn caught_by(&self, pair: &Pair) -> [Option<RuleId>; 2] {
        let (Some(ask), Some(offer)) = (self.asks.get(&pair.ask), self.offers.get(&pair.offer)) else { return [None, None] };
        let (asker, helper) = (ask.facts.owner, offer.facts.owner);
        let by = |whose: UserId, other: Other| self.tastes.get(&whose).and_then(|rules| caught_by(other, &pair.reasons, rules));
        [by(asker, Other { who: helper, kind: offer.kind }), by(helper, Other { who: asker, kind: ask.kind })]
    }

    /// Nobody is told of what either side wants less of, or while one of them has paused all matches; what was told before keeps
    /// its place through a pause.
    fn may_tell(&self, pair: &Pair, known: Option<&Stored>) -> bool {
        let paused = self.owners(pair).is_some_and(|(a, b)| self.paused.contains(&a) || self.paused.contains(&b));
        (!paused || known.is_some_and(|k| k.told)) && self.caught_by(pair) == [None, None]
    }

    /// What each who offers was sent today because others asked. What they found themselves, by offering something new, is not
    /// counted: those asks are older.
    async fn load_helpers(&mut self, tx: &mut Tx, at: Timestamp) -> Result<(), Fault> {
        let owners: BTreeSet<UserId> = self.offers.values().map(|side| side.facts.owner).collect();
        let owners: Vec<Vec<Value>> = owners.into_iter().map(|owner| row![owner, at.plus(-DAY)]).collect();
        let sql = "select st.user_id, st.full_at,
                       (select count(*) from matches m join asks a on a.id = m.ask_id
                        where m.offer_owner = st.user_id and m.told_at > v.column2 and a.created_at > v.column2) as sent,
                       cast(case when exists (select 1 from matches m where m.offer_owner = st.user_id and m.told_at is not null)
                            then 1 else 0 end as bigint) as known
                   from {rows} v join standing st on st.user_id = v.column1";
        for row in tx.with_rows(sql, &owners).await? {
            let full = row.get::<Option<Timestamp>>("full_at")?.is_some();
            let helper = Helper { full, sent_today: row.get("sent")?, newcomer: row.get::<i64>("known")? == 0 };
            self.helpers.insert(row.get("user_id")?, helper);
        }
        Ok(())
    }

    /// What the rules go by when they choose who is told.
    fn helper(&self, pair: &Pair, known: Option<&Stored>, most: Option<i64>, at: Timestamp) -> rules::Helper {
        let who = self.offers.get(&pair.offer).map(|side| side.facts.owner);
        let helper = who.and_then(|who| self.helpers.get(&who));
        let fresh = self.asks.get(&pair.ask).is_some_and(|side| side.created_at > at.plus(-DAY));
        rules::Helper {
            who: who.unwrap_or(UserId(0)),
            full: helper.is_some_and(|h| h.full),
            left: most.filter(|_| fresh).map(|most| most - helper.map_or(0, |h| h.sent_today)),
            newcomer: helper.is_some_and(|h| h.newcomer),
            told: known.is_some_and(|k| k.told && !k.withdrawn && !k.acted_on && !k.is_dismissed()),
        }
    }

    /// Whose post it is, if it can be matched at all.
    fn matchable(&self, post: Post, at: Timestamp) -> Option<UserId> {
        match post {
            Post::Ask(id) => {
                let facts = &self.asks.get(&id)?.facts;
                let open = hub::asks::rules::may_answer(facts.status, facts.archived, facts.expires_at, at);
                (open && !facts.owner_suspended && !facts.hidden).then_some(facts.owner)
            }
            Post::Offer(id) => {
                let facts = &self.offers.get(&id)?.facts;
                (hub::offers::rules::may_request(facts.status) && !facts.owner_suspended && !facts.hidden).then_some(facts.owner)
            }
        }
    }

    fn owners(&self, pair: &Pair) -> Option<(UserId, UserId)> {
        Some((self.asks.get(&pair.ask)?.facts.owner, self.offers.get(&pair.offer)?.facts.owner))
    }

    fn fits(&self, pair: &Pair, at: Timestamp) -> bool {
        let (Some(ask), Some(offer)) = (self.asks.get(&pair.ask), self.offers.get(&pair.offer)) else { return false };
        let blocked = self.blocked.contains(&(ask.facts.owner, offer.facts.owner));
        rules::still_fits(&ask.facts, &offer.facts, blocked, at)
    }

    /// A fingerprint of what the card shows: it tells whether a card has changed (FNV-1a).
    fn shown(&self, pair: &Pair) -> i64 {
        let side = |s: Option<&String>| s.cloned().unwrap_or_default();
        let ask = side(self.asks.get(&pair.ask).map(|s| &s.shown));
        let offer = side(self.offers.get(&pair.offer).map(|s| &s.shown));
        let card = format!("{ask}\n\n{offer}\n\n{}", pair.reasons.join("\n"));
        card.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)) as i64
    }
}

async fn load_stored(tx: &mut Tx, post: Post) -> Result<BTreeMap<(AskId, OfferId), Stored>, Fault> {
    let sql = match post {
        Post::Ask(_) => "select * from matches where ask_id = $1",
        Post::Offer(_) => "select * from matches where offer_id = $1",
    };
    let mut stored = BTreeMap::new();
    for row in tx.rows(sql, args![number(post)]).await? {
        let is = |column| Ok::<bool, Fault>(row.get::<Option<i64>>(column)?.is_some());
        let one = Stored {
            id: row.get("id")?,
            score: row.get("score")?,
            told: is("told_at")?,
            withdrawn: is("withdrawn_at")?,
            ask_dismissed: is("ask_dismissed_at")?,
            offer_dismissed: is("offer_dismissed_at")?,
            acted_on: is("connection_id")?,
            shown: row.get("shown")?,
        };
        stored.insert((row.get("ask_id")?, row.get("offer_id")?), one);
    }
    Ok(stored)
}

/// Those of this post that are not among the kept, and nobody acted on.
async fn withdraw_others(
    work: &mut Work<'_>,
    stored: &BTreeMap<(AskId, OfferId), Stored>,
    kept: &[Pair],
    at: Timestamp,
) -> Result<(), Fault> {
    let kept: BTreeSet<(AskId, OfferId)> = kept.iter().map(|p| (p.ask, p.offer)).collect();
    let gone: Vec<Vec<Value>> =
        stored.iter().filter(|(pair, s)| !kept.contains(pair) && !s.withdrawn && !s.acted_on).map(|(_, s)| row![s.id, at]).collect();
    let sql = "update matches set withdrawn_at = v.column2 from {rows} v where matches.id = v.column1
               returning id, ask_owner, offer_owner";
    let rows = work.tx.with_rows(sql, &gone).await?;
    say_withdrawn(work, &rows, at)
}

/// What is written once for all pairs of a look.
#[derive(Default)]
struct Rows {
    fresh: Vec<Vec<Value>>,
    /// Of pairs that were known: their scores, and what those were made from.
    scored: Vec<Vec<Value>>,
}

impl Rows {
    async fn save(&self, tx: &mut Tx) -> Result<(), Fault> {
        let columns = format!(
            "id, ask_id, offer_id, ask_owner, offer_owner, score, reasons, found_at, updated_at, told_at, shown, ask_dismissed_at,
             ask_dismissed_by, offer_dismissed_at, offer_dismissed_by, {}",
            facts::COLUMNS
        );
        tx.insert_many("matches", &columns, &self.fresh, "").await?;
        // In the order of the columns of facts, behind the id and the score.
        let set = facts::COLUMNS.split(", ").zip(3..).map(|(column, n)| format!("{column} = v.column{n}"));
        let set = set.collect::<Vec<_>>().join(", ");
        let sql = format!("update matches set score = v.column2, {set} from {{rows}} v where matches.id = v.column1");
        tx.with_rows(&sql, &self.scored).await?;
        Ok(())
    }
}

/// Stores one pair; whether it was told now. What needs no answer is left to `rows`.
#[allow(clippy::too_many_arguments)]
async fn store(
    work: &mut Work<'_>,
    post: Post,
    now: &Now,
    known: Option<&Stored>,
    pair: &Pair,
    at: Timestamp,
    room: &mut Room,
    rows: &mut Rows,
) -> Result<bool, Fault> {
    let Some((ask_owner, offer_owner)) = now.owners(pair) else { return Ok(false) };
    if known.is_none_or(Stored::is_gone) && !room.make(work, post, pair, at).await? {
        return Ok(false);
    }
    let shown = now.shown(pair);
    let caught = now.caught_by(pair);
    let reasons = pair.reasons.iter().map(|r| r.replace(['\n', '\r'], " ")).collect::<Vec<_>>().join("\n");
    let (id, tell, updated) = match known {
        None => {
            let id: MatchId = work.new_id()?;
            let told_at = pair.tell.then_some(at);
            let [(ask_gone, ask_rule), (offer_gone, offer_rule)] = caught.map(|rule| (rule.map(|_| at), rule.map(|rule| rule.0)));
            let mut fresh = row![
                id,
                pair.ask,
                pair.offer,
                ask_owner,
                offer_owner,
                pair.score,
                reasons,
                at,
                at,
                told_at,
                shown,
                ask_gone,
                ask_rule,
                offer_gone,
                offer_rule
            ];
            fresh.extend(facts::values(&pair.facts));
            rows.fresh.push(fresh);
            (id, pair.tell, false)
        }
        // It is a conversation now.
        Some(k) if k.acted_on => return Ok(false),
        Some(k) => {
            // Once a pair, ever; and nobody is told of what the other one has put aside.
            let tell = pair.tell && !k.told && !k.is_dismissed();
            let mut scored = row![k.id, pair.score];
            scored.extend(facts::values(&pair.facts));
            rows.scored.push(scored);
            if k.score != pair.score || k.shown != shown || k.withdrawn || tell {
                work.tx
                    .run(
                        "update matches set reasons = $2, shown = $3, updated_at = $4, told_at = coalesce(told_at, $5), withdrawn_at = null
                         where id = $1",
                        args![k.id, reasons, shown, at, tell.then_some(at)],
                    )
                    .await?;
            }
            // What was edited may fall under a rule that it did not fall under before.
            for (asks, owner, rule, dismissed) in
                [(true, ask_owner, caught[0], k.ask_dismissed), (false, offer_owner, caught[1], k.offer_dismissed)]
            {
                if let Some(rule) = rule.filter(|_| !dismissed) {
                    tastes::dismiss(work, owner, &[(k.id, asks, rule)], at).await?;
                }
            }
            (k.id, tell, k.told && (k.shown != shown || k.withdrawn))
        }
    };
    if tell {
        work.happened(Event::Matches(Happened::Told { id, ask_owner, offer_owner }), at);
    } else if updated {
        work.happened(Event::Matches(Happened::Updated { id, ask_owner, offer_owner }), at);
    }
    Ok(tell)
}

/// How full the posts on the other side are: each keeps so many matches, too.
#[derive(Default)]
struct Room {
    /// By the other post: how many it has, and the score of its weakest that was never told.
    others: HashMap<i64, (i64, Option<i64>)>,
}

impl Room {
    async fn load(tx: &mut Tx, post: Post, newcomers: impl Iterator<Item = &Pair>) -> Result<Room, Fault> {
        let others: Vec<Vec<Value>> = newcomers.map(|p| row![other(post, p)]).collect();
        let sql = match post {
            Post::Ask(_) => {
                "select m.offer_id as other, count(*) as n, min(case when m.told_at is null then m.score end) as weakest
                 from {rows} v join matches m on m.offer_id = v.column1
                 where m.withdrawn_at is null and m.connection_id is null and m.offer_dismissed_at is null group by m.offer_id"
            }
            Post::Offer(_) => {
                "select m.ask_id as other, count(*) as n, min(case when m.told_at is null then m.score end) as weakest
                 from {rows} v join matches m on m.ask_id = v.column1
                 where m.withdrawn_at is null and m.connection_id is null and m.ask_dismissed_at is null group by m.ask_id"
            }
        };
        let mut room = Room::default();
        for row in tx.with_rows(sql, &others).await? {
            room.others.insert(row.get("other")?, (row.get("n")?, row.get("weakest")?));
        }
        Ok(room)
    }

    /// Whether there is room, or can be made.
    fn has(&self, post: Post, pair: &Pair) -> bool {
        let (n, weakest) = self.others.get(&other(post, pair)).copied().unwrap_or((0, None));
        n < STORED_PER_POST as i64 || weakest.is_some_and(|score| score < pair.score)
    }

    /// Makes room: when the other post is full, its weakest that was never told makes room for a better one.
    async fn make(&mut self, work: &mut Work<'_>, post: Post, pair: &Pair, at: Timestamp) -> Result<bool, Fault> {
        let (n, _) = self.others.get(&other(post, pair)).copied().unwrap_or((0, None));
        if n < STORED_PER_POST as i64 {
            return Ok(true);
        }
        if !self.has(post, pair) {
            return Ok(false);
        }
        // Each post on the other side stands in one pair of this look: what was loaded still holds.
        let sql = match post {
            Post::Ask(_) => {
                "update matches set withdrawn_at = $2 where id = (
                     select id from matches where offer_id = $1 and withdrawn_at is null and connection_id is null
                        and offer_dismissed_at is null and told_at is null order by score, id limit 1)
                 returning id, ask_owner, offer_owner"
            }
            Post::Offer(_) => {
                "update matches set withdrawn_at = $2 where id = (
                     select id from matches where ask_id = $1 and withdrawn_at is null and connection_id is null
                        and ask_dismissed_at is null and told_at is null order by score, id limit 1)
                 returning id, ask_owner, offer_owner"
            }
        };
        let gone = work.tx.rows(sql, args![other(post, pair), at]).await?;
        say_withdrawn(work, &gone, at)?;
        Ok(true)
    }
}

/// The post on the other side of a pair of `post`.
fn other(post: Post, pair: &Pair) -> i64 {
    match post {
        Post::Ask(_) => pair.offer.0,
        Post::Offer(_) => pair.ask.0,
    }
}

/// How many people were told of each post, ever.
async fn count_told(tx: &mut Tx, told: &[&Pair]) -> Result<(), Fault> {
    let asks: BTreeSet<AskId> = told.iter().map(|p| p.ask).collect();
    let offers: BTreeSet<OfferId> = told.iter().map(|p| p.offer).collect();
    tx.with_rows(
        "update asks set told = (select count(distinct m.offer_owner) from matches m where m.ask_id = asks.id and m.told_at is not null)
         from {rows} v where asks.id = v.column1",
        &asks.into_iter().map(|id| row![id]).collect::<Vec<_>>(),
    )
    .await?;
    tx.with_rows(
        "update offers set told = (select count(distinct m.ask_owner) from matches m where m.offer_id = offers.id and m.told_at is not null)
         from {rows} v where offers.id = v.column1",
        &offers.into_iter().map(|id| row![id]).collect::<Vec<_>>(),
    )
    .await?;
    Ok(())
}

/// The tools that fit an ask: those found now and no others.
async fn store_tools(tx: &mut Tx, post: Post, tools: &[ToolFit]) -> Result<(), Fault> {
    let Post::Ask(ask) = post else { return Ok(()) };
    tx.run("delete from tool_matches where ask_id = $1", args![ask]).await?;
    let rows: Vec<Vec<Value>> = tools
        .iter()
        .map(|fit| row![ask, fit.tool, fit.score, fit.reasons.iter().map(|r| r.replace(['\n', '\r'], " ")).collect::<Vec<_>>().join("\n")])
        .collect();
    tx.insert_many("tool_matches", "ask_id, tool_id, score, reasons", &rows, "on conflict do nothing").await
}
