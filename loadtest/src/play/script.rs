//! A scenario as it stands in a file: who does what how often, in which phases, and what must hold. What a file says wrongly is
//! refused with its line, and with what was probably meant.

use std::time::Duration;

use serde::Serialize;

use super::{
    course::{Course, Kind, Leg, Think},
    limits::{self, Limit},
    toml_reader::{Table, Wrong},
};

/// What some of the members do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Logged in, and silent.
    Idle,
    /// Conversations of two, both sides talking.
    Pairs,
    /// A room that all of them show, and a few who talk in it.
    Rooms,
    /// Coming, going and typing, seen by those they have written with.
    Presence,
    /// Asks and offers; both screens wait for the card.
    Match,
    /// Pages over HTTP.
    Browse,
}

impl Deed {
    pub const ALL: [Deed; 6] = [Deed::Idle, Deed::Pairs, Deed::Rooms, Deed::Presence, Deed::Match, Deed::Browse];

    pub fn word(self) -> &'static str {
        match self {
            Deed::Idle => "idle",
            Deed::Pairs => "pairs",
            Deed::Rooms => "rooms",
            Deed::Presence => "presence",
            Deed::Match => "match",
            Deed::Browse => "browse",
        }
    }

    /// What is counted, for “a million of them”.
    pub fn unit(self) -> &'static str {
        match self {
            Deed::Idle => "sockets",
            Deed::Pairs => "messages",
            Deed::Rooms => "deliveries",
            Deed::Presence => "signals",
            Deed::Match => "posts",
            Deed::Browse => "pages",
        }
    }

    /// Keys of a part that only some deeds have.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Deed::Idle => &[],
            Deed::Pairs => &["rate", "in_flight", "think_time", "body"],
            Deed::Rooms => &["rate", "in_flight", "body", "speakers"],
            Deed::Presence => &["rate", "typing"],
            Deed::Match => &["rate", "stock"],
            Deed::Browse => &["rate", "in_flight", "think_time", "pages", "members"],
        }
    }

    fn least(self) -> usize {
        match self {
            Deed::Idle | Deed::Browse => 1,
            Deed::Pairs | Deed::Rooms | Deed::Presence | Deed::Match => 2,
        }
    }
}

/// How it is paced.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Pacing {
    /// So many a second in all at level 1, whether the server keeps up or not.
    Open { rate: f64 },
    /// So many unanswered a member, and after each answer some thought.
    Closed { in_flight: usize, think_time_s: f64 },
    /// Nothing is said.
    None,
}

/// Some of the members, and what they do.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    #[serde(rename = "kind")]
    pub deed: Deed,
    pub share: f64,
    pub users: usize,
    pub pacing: Pacing,
    pub think: Think,
    /// A message's length in bytes.
    pub body: usize,
    /// Who talks in the room.
    pub speakers: usize,
    /// The share of typing among the signals; the rest is coming and going.
    pub typing: f64,
    /// Posts before it begins.
    pub stock: usize,
    pub pages: Vec<String>,
    /// The share of page views by somebody who is logged in.
    pub members: f64,
}

/// A scenario, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    pub name: String,
    pub about: String,
    pub users: usize,
    pub seed: u64,
    pub parts: Vec<Part>,
    pub course: Course,
    pub limits: Vec<Limit>,
}

/// What flags say otherwise than the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Otherwise {
    pub users: Option<usize>,
    pub rate: Option<f64>,
    pub in_flight: Option<usize>,
    pub duration: Option<Duration>,
    pub warm_up: Option<Duration>,
    pub body: Option<usize>,
    pub stock: Option<usize>,
    pub seed: Option<u64>,
    /// `name=number`.
    pub limits: Vec<String>,
}

/// The scenarios that come with the program: name and text.
pub const OWN: [(&str, &str); 9] = [
    ("idle", include_str!("../../scenarios/idle.toml")),
    ("pairs", include_str!("../../scenarios/pairs.toml")),
    ("rooms", include_str!("../../scenarios/rooms.toml")),
    ("presence", include_str!("../../scenarios/presence.toml")),
    ("match-storm", include_str!("../../scenarios/match-storm.toml")),
    ("reconnect", include_str!("../../scenarios/reconnect.toml")),
    ("browse", include_str!("../../scenarios/browse.toml")),
    ("evening", include_str!("../../scenarios/evening.toml")),
    ("soak", include_str!("../../scenarios/soak.toml")),
];

/// A scenario's name and text: one of our own, or a file.
pub fn find(named: &str) -> Result<(String, String), String> {
    if let Some((name, text)) = OWN.iter().find(|(name, _)| *name == named) {
        return Ok(((*name).to_owned(), (*text).to_owned()));
    }
    if std::path::Path::new(named).extension().is_some() || named.contains('/') {
        let text = std::fs::read_to_string(named).map_err(|e| format!("can't read the scenario {named}: {e}"))?;
        return Ok((named.to_owned(), text));
    }
    let known: Vec<&str> = OWN.iter().map(|(name, _)| *name).collect();
    // Names of an earlier release, and what is close to a name.
    let meant = match named {
        "room" => Some("rooms"),
        "herd" => Some("reconnect"),
        "match" => Some("match-storm"),
        other => super::toml_reader::closest(other, known.iter().copied()),
    };
    let meant = meant.map(|meant| format!("; did you mean “{meant}”?")).unwrap_or_default();
    Err(format!("there is no scenario “{named}”{meant} (there are {}; or a file that ends in .toml)", known.join(", ")))
}

impl Script {
    /// Reads a scenario. The error is for people: file, line, what is wrong, what was probably meant.
    pub fn read(name: &str, text: &str, otherwise: &Otherwise) -> Result<Script, String> {
        read(name, text, otherwise).map_err(|wrong| match wrong.line {
            Some(line) => format!("{name}, line {line}: {}", wrong.words),
            None => format!("{name}: {}", wrong.words),
        })
    }

    /// The sockets it opens.
    pub fn sockets(&self) -> usize {
        self.parts.iter().filter(|part| part.deed != Deed::Browse).map(|part| part.users).sum()
    }

    /// Members with a name: for sockets, and for pages of somebody who is logged in.
    pub fn members(&self) -> usize {
        self.parts.iter().filter(|part| part.deed != Deed::Browse || part.members > 0.0).map(|part| part.users).sum()
    }

    pub fn has(&self, deed: Deed) -> bool {
        self.parts.iter().any(|part| part.deed == deed)
    }

    pub fn drops(&self) -> bool {
        self.course.legs().iter().any(|leg| leg.drop > 0.0)
    }
}

fn read(name: &str, text: &str, otherwise: &Otherwise) -> Result<Script, Wrong> {
    let mut file = Table::parse(text, "a scenario")?;
    let about = file.text("about")?.unwrap_or_default();
    let users = file.count("users")?;
    let seed = file.count("seed")?.map(|seed| seed as u64);
    let think = think(&mut file)?.unwrap_or_default();
    let warm_up = file.time("warm_up")?;
    let mut parts = Vec::new();
    for part in file.tables("part")? {
        parts.push(read_part(part, think)?);
    }
    let mut legs = Vec::new();
    for phase in file.tables("phase")? {
        let level = legs.last().map_or(0.0, |leg: &Leg| if leg.kind == Kind::Storm { 1.0 } else { leg.levels[1] });
        legs.push(read_phase(phase, level, legs.is_empty())?);
    }
    let limits = file.table("limits")?;
    file.end()?;

    if parts.is_empty() {
        return Err(Wrong::of("somebody has to do something: a [[part]] with its kind"));
    }
    if legs.is_empty() {
        return Err(Wrong::of("it has to last for some time: a [[phase]] with its kind and “for”"));
    }
    if !legs.iter().any(|leg| leg.measured && leg.long > 0.0) {
        return Err(Wrong::of("nothing would be measured: a phase of kind “steady” or “storm”"));
    }
    let users = otherwise.users.or(users).ok_or_else(|| Wrong::of("how many members? users = 1000, or --users"))?;
    let mut script = Script {
        name: name.to_owned(),
        about,
        users,
        seed: otherwise.seed.or(seed).unwrap_or_else(rand::random),
        parts,
        course: Course::of(legs),
        limits: Vec::new(),
    };
    overlay(&mut script, otherwise)?;
    stretch(&mut script, otherwise.duration, otherwise.warm_up.or(warm_up));
    share_out(&mut script)?;
    let known = limits::names(&script);
    if let Some(limits) = limits {
        script.limits = limits::read(limits, &known)?;
    }
    for typed in &otherwise.limits {
        let limit = limits::typed(typed, &known)?;
        script.limits.retain(|other| other.name != limit.name);
        script.limits.push(limit);
    }
    Ok(script)
}

fn think(table: &mut Table<'_>) -> Result<Option<Think>, Wrong> {
    let found = table.word("think", &Think::NAMES)?;
    Ok(found.and_then(Think::named))
}

fn read_part(mut table: Table<'_>, think_of_all: Think) -> Result<Part, Wrong> {
    let words = Deed::ALL.map(Deed::word);
    let kind = table.word("kind", &words)?.ok_or_else(|| table.lacks("kind", &words.join(", ")))?;
    let deed = Deed::ALL.into_iter().find(|deed| deed.word() == kind).unwrap_or(Deed::Idle);
    let every: Vec<&'static str> = Deed::ALL.iter().flat_map(|deed| deed.keys()).copied().collect();
    table.only_for(kind, &every, deed.keys())?;
    table.knows(&[&["kind", "share", "think"][..], deed.keys()].concat())?;
    let share = table.number("share")?.unwrap_or(1.0);
    table.within("share", share, 1e-6, f64::INFINITY)?;
    let think = think(&mut table)?.unwrap_or(think_of_all);
    let has = |key: &str| deed.keys().contains(&key);
    let rate = if has("rate") { table.rate("rate")? } else { None };
    let in_flight = if has("in_flight") { table.count("in_flight")? } else { None };
    let think_time = if has("think_time") { table.time("think_time")? } else { None };
    if rate.is_some() && in_flight.is_some() {
        return Err(table.wrong("in_flight", "either rate (an open loop) or in_flight (a closed one), not both"));
    }
    let pacing = match (deed, rate, in_flight, think_time) {
        (Deed::Idle, ..) => Pacing::None,
        (_, Some(_), _, Some(_)) => {
            return Err(table.wrong("think_time", "an open loop has its rate; think_time is for a closed one (in_flight)"));
        }
        (_, Some(rate), ..) => Pacing::Open { rate },
        (_, None, in_flight, think_time) if in_flight.is_some() || think_time.is_some() => {
            Pacing::Closed { in_flight: in_flight.unwrap_or(1), think_time_s: think_time.unwrap_or_default().as_secs_f64() }
        }
        _ => return Err(table.lacks("rate", "so many a second in all, as in rate = 100")),
    };
    if let Pacing::Open { rate } = pacing {
        table.within("rate", rate, 1e-6, 1e9)?;
    }
    if let Pacing::Closed { in_flight, .. } = pacing {
        table.within("in_flight", in_flight as f64, 1.0, 10_000.0)?;
    }
    let body = if has("body") { table.count("body")?.unwrap_or(60) } else { 60 };
    table.within("body", body as f64, 1.0, hub::messaging::LONGEST_MESSAGE as f64)?;
    let speakers = if has("speakers") { table.count("speakers")?.unwrap_or(2) } else { 0 };
    let typing = if has("typing") { table.number("typing")?.unwrap_or(0.8) } else { 0.0 };
    table.within("typing", typing, 0.0, 1.0)?;
    let stock = if has("stock") { table.count("stock")?.unwrap_or(200) } else { 0 };
    let pages = if has("pages") { table.texts("pages")?.unwrap_or_default() } else { Vec::new() };
    if deed == Deed::Browse && (pages.is_empty() || pages.iter().any(|page| !page.starts_with('/'))) {
        return Err(table.wrong("pages", "which pages? paths that begin with /, as in pages = [\"/\", \"/discover\"]"));
    }
    let members = if has("members") { table.number("members")?.unwrap_or(0.5) } else { 0.0 };
    table.within("members", members, 0.0, 1.0)?;
    table.end()?;
    Ok(Part { deed, share, users: 0, pacing, think, body, speakers, typing, stock, pages, members })
}

fn read_phase(mut table: Table<'_>, level: f64, first: bool) -> Result<Leg, Wrong> {
    const KINDS: [&str; 3] = ["ramp", "steady", "storm"];
    let kind = table.word("kind", &KINDS)?.ok_or_else(|| table.lacks("kind", &KINDS.join(", ")))?;
    let long = table.time("for")?.ok_or_else(|| table.lacks("for", "how long, as in for = \"30s\""))?.as_secs_f64();
    let name = table.text("name")?;
    let (kind, levels, drop) = match kind {
        "ramp" => {
            table.only_for("ramp", &["level", "drop"], &[])?;
            let from = table.number("from")?.unwrap_or(if first { 0.0 } else { level });
            (Kind::Ramp, [from, table.number("to")?.unwrap_or(1.0)], 0.0)
        }
        "steady" => {
            table.only_for("steady", &["from", "to", "drop"], &[])?;
            let level = table.number("level")?.unwrap_or(1.0);
            (Kind::Steady, [level, level], 0.0)
        }
        _ => {
            table.only_for("storm", &["from", "to"], &[])?;
            let level = table.number("level")?.unwrap_or(1.0);
            let drop = table.number("drop")?.unwrap_or(0.0);
            table.within("drop", drop, 0.0, 1.0)?;
            (Kind::Storm, [level, level], drop)
        }
    };
    for level in levels {
        table.within("level", level, 0.0, 1e6)?;
    }
    let measured = table.truth("measured")?.unwrap_or(kind != Kind::Ramp);
    table.end()?;
    let own = match kind {
        Kind::Ramp => "ramp",
        Kind::Steady => "steady",
        Kind::Storm => "storm",
    };
    Ok(Leg { name: name.unwrap_or_else(|| own.to_owned()), kind, from: 0.0, long, levels, measured, drop })
}

/// What flags say otherwise.
fn overlay(script: &mut Script, otherwise: &Otherwise) -> Result<(), Wrong> {
    let all: f64 = script.parts.iter().filter_map(|part| if let Pacing::Open { rate } = part.pacing { Some(rate) } else { None }).sum();
    if let Some(rate) = otherwise.rate {
        if !(rate.is_finite() && rate > 0.0) {
            return Err(Wrong::of("--rate: more than nothing, please"));
        }
        if all <= 0.0 && script.parts.iter().all(|part| part.pacing == Pacing::None || part.deed == Deed::Idle) {
            return Err(Wrong::of("--rate: nobody says anything in this scenario"));
        }
        for part in &mut script.parts {
            match &mut part.pacing {
                // Several keep their proportions.
                Pacing::Open { rate: own } => *own = *own * rate / all,
                closed @ Pacing::Closed { .. } if all <= 0.0 => *closed = Pacing::Open { rate },
                _ => {}
            }
        }
    }
    if let Some(in_flight) = otherwise.in_flight {
        if in_flight == 0 {
            return Err(Wrong::of("--in-flight begins at one"));
        }
        let mut fits = script.parts.iter_mut().filter(|part| part.deed.keys().contains(&"in_flight")).peekable();
        if fits.peek().is_none() {
            return Err(Wrong::of("--in-flight is for pairs, rooms and browse"));
        }
        for part in fits {
            let think_time_s = if let Pacing::Closed { think_time_s, .. } = part.pacing { think_time_s } else { 0.0 };
            part.pacing = Pacing::Closed { in_flight, think_time_s };
        }
    }
    if let Some(body) = otherwise.body {
        if !(1..=hub::messaging::LONGEST_MESSAGE).contains(&body) {
            return Err(Wrong::of(format!("--body: 1 to {}", hub::messaging::LONGEST_MESSAGE)));
        }
        script.parts.iter_mut().for_each(|part| part.body = body);
    }
    if let Some(stock) = otherwise.stock {
        script.parts.iter_mut().filter(|part| part.deed == Deed::Match).for_each(|part| part.stock = stock);
    }
    Ok(())
}

/// `--for` is how long what is measured lasts, each phase its share of it; ramps become no longer than they are.
fn stretch(script: &mut Script, duration: Option<Duration>, warm_up: Option<Duration>) {
    let mut legs = script.course.legs().to_vec();
    if let Some(duration) = duration {
        let by = duration.as_secs_f64() / script.course.measured();
        for leg in &mut legs {
            leg.long *= if leg.measured { by } else { by.min(1.0) };
        }
    }
    let first = legs.first().map_or(1.0, |leg| leg.levels[0]);
    let own = if first > 0.0 { Duration::from_secs(2) } else { Duration::ZERO };
    let long = warm_up.unwrap_or(own).as_secs_f64();
    if long > 0.0 {
        let levels = [first.max(0.01), first.max(0.01)];
        legs.insert(0, Leg { name: "warm-up".to_owned(), kind: Kind::Ramp, from: 0.0, long, levels, measured: false, drop: 0.0 });
    }
    script.course = Course::of(legs);
}

/// Gives each part its members. Pairs are even; nobody is left over.
fn share_out(script: &mut Script) -> Result<(), Wrong> {
    let all: f64 = script.parts.iter().map(|part| part.share).sum();
    for part in &mut script.parts {
        let mut users = (script.users as f64 * part.share / all).round() as usize;
        if matches!(part.deed, Deed::Pairs | Deed::Presence) {
            users -= users % 2;
        }
        if users < part.deed.least() {
            return Err(Wrong::of(format!(
                "{} members are too few: {} would have {users} of them, and takes at least {}",
                script.users,
                part.deed.word(),
                part.deed.least()
            )));
        }
        part.users = users;
        part.speakers = part.speakers.min(users);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str =
        "users = 100\nwarm_up = \"0s\"\n[[part]]\nkind = \"pairs\"\nrate = 50\n[[phase]]\nkind = \"steady\"\nfor = \"10s\"\n";

    fn read(text: &str) -> Result<Script, String> {
        Script::read("a.toml", text, &Otherwise::default())
    }

    fn with(otherwise: Otherwise) -> Result<Script, String> {
        Script::read("a.toml", PLAIN, &otherwise)
    }

    #[test]
    fn every_scenario_of_our_own_is_sound_and_says_what_it_is() {
        for (name, text) in OWN {
            let script = Script::read(name, text, &Otherwise::default()).unwrap();
            assert!(!script.about.is_empty() && script.course.measured() > 0.0, "{name}");
            assert!(script.limits.iter().any(|limit| limit.name == "errors"), "{name} bounds its errors");
            assert!(text.lines().filter(|line| line.starts_with('#')).count() > 2, "{name} explains itself");
        }
    }

    #[test]
    fn a_plain_file_is_read() {
        let script = read(PLAIN).unwrap();
        assert_eq!((script.users, script.parts[0].users, script.parts[0].pacing), (100, 100, Pacing::Open { rate: 50.0 }));
        assert_eq!((script.course.legs().len(), script.course.long()), (1, 10.0));
    }

    #[test]
    fn what_is_wrong_is_refused_with_its_line_and_a_suggestion() {
        let phase = "[[phase]]\nkind = \"steady\"\nfor = \"10s\"\n";
        for (text, said) in [
            (format!("users = 4\nuesrs = 5\n{phase}"), "line 2: there is no “uesrs” in a scenario; did you mean “users”?"),
            (format!("users = 4\n[[part]]\nkind = \"pears\"\n{phase}"), "line 3: “pears” is none of idle, pairs"),
            (format!("users = 4\n[[part]]\nkind = \"pears\"\n{phase}"), "did you mean “pairs”?"),
            (format!("users = 4\n[[part]]\nkind = \"pairs\"\nraet = 5\n{phase}"), "line 4: there is no “raet”"),
            (format!("users = 4\n[[part]]\nkind = \"pairs\"\nraet = 5\n{phase}"), "did you mean “rate”?"),
            (format!("users = 4\n[[part]]\nkind = \"idle\"\nstock = 5\n{phase}"), "line 4: “stock” is not for idle"),
            ("users = 4\n[[phase]]\nkind = \"steady\"\nfor = 60\n".to_owned(), "line 4: “for” is a time with its unit, as in \"60s\""),
            ("users = 4\n[[phase]]\nkind = \"steady\"\nfor = \"60 seconds\"\n".to_owned(), "line 4: “60 seconds” is no time"),
            ("users = 4\n[[phase]]\nkind = \"steady\"\nto = 1\nfor = \"1s\"\n".to_owned(), "line 4: “to” is not for steady"),
            (format!("users = -4\n{phase}"), "line 1: “users” is a whole number"),
            (format!("users = \"many\"\n{phase}"), "line 1: “users” is a whole number"),
            (format!("users = 4\n[[part]]\nkind = \"pairs\"\nrate = \"5/h\"\n{phase}"), "line 4: “5/h” is no rate"),
            (format!("users = 4\n[[part]]\nkind = \"pairs\"\n{phase}"), "line 2: “rate” is missing"),
            (format!("users = 4\n[[part]]\nkind = \"pairs\"\nrate = 1\nthink_time = \"1s\"\n{phase}"), "line 5: an open loop"),
            (format!("{PLAIN}[limits]\nack_p99_s = 1\n"), "line 10: there is no “ack_p99_s” in limits; did you mean “ack_p99_ms”?"),
            (format!("{PLAIN}[limits]\npage_p99_ms = 1\n"), "line 10: there is no “page_p99_ms”"),
            ("users = 4\n[[part\n".to_owned(), "a.toml, line "),
            (format!("users = 4\n{phase}"), "[[part]]"),
            (PLAIN.replace("users = 100", ""), "--users"),
            (PLAIN.replace("users = 100", "users = 1"), "too few"),
            (PLAIN.replace("\"steady\"", "\"ramp\""), "nothing would be measured"),
        ] {
            let words = read(&text).expect_err(&text);
            assert!(words.contains(said), "{said} in: {words}");
        }
    }

    #[test]
    fn flags_say_it_otherwise_than_the_file() {
        let otherwise = Otherwise {
            users: Some(11),
            rate: Some(7.0),
            duration: Some(Duration::from_secs(3)),
            limits: vec!["ack_p99_ms=5".to_owned()],
            ..Otherwise::default()
        };
        let script = with(otherwise).unwrap();
        assert_eq!((script.parts[0].users, script.parts[0].pacing), (10, Pacing::Open { rate: 7.0 }));
        assert_eq!((script.course.measured(), script.limits[0].at), (3.0, 5.0));
        let closed = with(Otherwise { in_flight: Some(3), ..Otherwise::default() }).unwrap();
        assert_eq!(closed.parts[0].pacing, Pacing::Closed { in_flight: 3, think_time_s: 0.0 });
        for (otherwise, said) in [
            (Otherwise { rate: Some(0.0), ..Otherwise::default() }, "more than nothing"),
            (Otherwise { rate: Some(f64::NAN), ..Otherwise::default() }, "more than nothing"),
            (Otherwise { body: Some(4_001), ..Otherwise::default() }, "--body"),
            (Otherwise { limits: vec!["ack_p99".to_owned()], ..Otherwise::default() }, "ack_p99_ms"),
        ] {
            assert!(with(otherwise).unwrap_err().contains(said), "{said}");
        }
    }

    #[test]
    fn several_parts_share_members_and_keep_their_proportions() {
        let text = "users = 100\n[[part]]\nkind = \"pairs\"\nshare = 3\nrate = 30\n[[part]]\nkind = \"rooms\"\nrate = 10\n\
                    [[phase]]\nkind = \"ramp\"\nfor = \"5s\"\n[[phase]]\nkind = \"steady\"\nfor = \"10s\"\n";
        let otherwise = Otherwise { rate: Some(80.0), duration: Some(Duration::from_secs(20)), ..Otherwise::default() };
        let script = Script::read("a.toml", text, &otherwise).unwrap();
        assert_eq!(script.parts.iter().map(|part| part.users).collect::<Vec<_>>(), [74, 25]);
        assert_eq!(
            script.parts.iter().map(|part| part.pacing).collect::<Vec<_>>(),
            [Pacing::Open { rate: 60.0 }, Pacing::Open { rate: 20.0 }]
        );
        assert_eq!((script.course.measured(), script.course.long()), (20.0, 25.0), "ramps stay, and need no warm-up");
    }

    #[test]
    fn a_name_that_is_none_gets_a_suggestion_and_the_old_names_their_new_ones() {
        for (typed, meant) in [("pears", "pairs"), ("room", "rooms"), ("herd", "reconnect"), ("match", "match-storm")] {
            assert!(find(typed).unwrap_err().contains(&format!("did you mean “{meant}”?")), "{typed}");
        }
        assert!(find("no/such.toml").unwrap_err().contains("can't read"));
    }
}
