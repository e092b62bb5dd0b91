//! Who may do what in a room, how often, and who is meant by a message.

use super::{Draft, Kind, LARGEST_GROUP, Refusal, Role};
use crate::kernel::{
    ids::UserId,
    refusal::FieldProblem,
    text::{self, Limit, line, lines, slug_typed},
    time::{DAY, SECOND, Timestamp},
};

/// The longest wait between two messages of one member, in seconds.
pub const SLOWEST: i64 = 3_600;
/// Rooms and groups that one member opens on one day.
pub const OPENED_A_DAY: i64 = 5;
/// Before somebody opens a room for everybody (product.md 2.6).
pub const DAYS_BEFORE_ROOMS: i64 = 7;
pub const MESSAGES_BEFORE_ROOMS: i64 = 10;
/// A message tells at most so many people that they are named in it.
pub const MOST_MENTIONS: usize = 20;
/// So much of a message becomes the title of an ask.
const TITLE_OF_ASK: usize = 120;
/// People invited at once.
pub const MOST_INVITED: usize = 20;

/// What was typed, cleaned, or all there is to mend.
pub fn checked(typed: &Draft) -> Result<Draft, Refusal> {
    let mut problems = Vec::new();
    let mut keep = |checked: Result<String, FieldProblem>| {
        checked.unwrap_or_else(|problem| {
            problems.push(problem);
            String::new()
        })
    };
    let name = keep(line(Limit { field: "name", called: crate::fixed("rule-rooms-the-name"), least: 2, most: 100 }, &typed.name));
    let description = keep(lines(
        Limit { field: "description", called: crate::fixed("rule-rooms-the-description"), least: 0, most: 500 },
        &typed.description,
    ));
    let category = keep(slug_typed("category", &typed.category));
    if !(0..=SLOWEST).contains(&typed.slow_seconds) {
        problems.push(FieldProblem::new("slow_seconds", crate::fixed("rule-rooms-slow-mode-is-0-to-3-600-seconds")));
    }
    if !problems.is_empty() {
        return Err(Refusal::Mend(problems));
    }
    let category = if typed.kind == Kind::Room { category } else { String::new() };
    Ok(Draft { kind: typed.kind, name, description, category, slow_seconds: typed.slow_seconds })
}

/// Who would open a room.
#[derive(Clone, Copy, Debug)]
pub struct Founder {
    pub admin: bool,
    pub joined_at: Timestamp,
    pub messages: i64,
    pub opened_today: i64,
}

/// Whether a member may open one more. Groups at once; rooms for everybody after a while, admins at any time.
pub fn open(kind: Kind, by: Founder, now: Timestamp) -> Result<(), Refusal> {
    if by.admin {
        return Ok(());
    }
    if by.opened_today >= OPENED_A_DAY {
        let retry_after_ms = (now.utc_day() + 1) * DAY - now.0;
        return Err(Refusal::EnoughForToday { most: OPENED_A_DAY, retry_after_ms });
    }
    let known = now.since(by.joined_at) >= DAYS_BEFORE_ROOMS * DAY && by.messages >= MESSAGES_BEFORE_ROOMS;
    match kind {
        Kind::Room if !known => Err(Refusal::NotYet { days: DAYS_BEFORE_ROOMS, messages: MESSAGES_BEFORE_ROOMS }),
        _ => Ok(()),
    }
}

/// How somebody stands to a room. Admins of the hub look after rooms that nobody owns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub kind: Kind,
    pub archived: bool,
    /// `None`: not in it.
    pub role: Option<Role>,
    pub barred: bool,
    pub invited: bool,
    pub admin: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Read,
    Join,
    Leave,
    Write,
    Invite,
    /// Take away or pin what others wrote.
    Tidy,
    Edit,
    Archive,
    SetRole {
        of: Role,
    },
    PutOut {
        whose: Role,
    },
    LetBack,
}

impl Act {
    pub const ALL: &'static [Act] = &[
        Act::Read,
        Act::Join,
        Act::Leave,
        Act::Write,
        Act::Invite,
        Act::Tidy,
        Act::Edit,
        Act::Archive,
        Act::SetRole { of: Role::Member },
        Act::SetRole { of: Role::Moderator },
        Act::PutOut { whose: Role::Owner },
        Act::PutOut { whose: Role::Moderator },
        Act::PutOut { whose: Role::Member },
        Act::LetBack,
    ];
}

/// What somebody may do. A group that one is not in, and not asked into, is not there at all.
pub fn may(place: Place, act: Act) -> Result<(), Refusal> {
    use Role::*;
    let Place { kind, archived, role, barred, invited, admin } = place;
    let hidden = kind == Kind::Group && role.is_none() && !invited;
    // In a room for everybody an admin of the hub stands above its owner.
    let role = if admin && kind == Kind::Room { Some(Owner) } else { role };
    match (act, role) {
        _ if hidden => Err(Refusal::NoSuchRoom),
        (Act::Read | Act::Join, None) if barred => Err(Refusal::PutOut),
        (Act::Read, _) => Ok(()),
        (Act::Leave, _) if place.role.is_some() => Ok(()),
        (Act::Leave, _) => Err(Refusal::NotInIt),
        (_, _) if archived => Err(Refusal::PutAway),
        (Act::Join, _) => Ok(()),
        (Act::Write, _) if place.role.is_some() => Ok(()),
        (Act::Write, _) | (Act::Invite, None) => Err(if barred { Refusal::PutOut } else { Refusal::NotInIt }),
        (Act::Invite, Some(_)) if kind == Kind::Room => Err(Refusal::OpenToAll),
        (Act::Invite, Some(_)) => Ok(()),
        (Act::Tidy | Act::LetBack, Some(Owner | Moderator)) => Ok(()),
        (Act::Edit | Act::Archive | Act::SetRole { .. }, Some(Owner)) => Ok(()),
        (Act::PutOut { whose: Moderator | Member }, Some(Owner)) => Ok(()),
        (Act::PutOut { whose: Member }, Some(Moderator)) => Ok(()),
        _ => Err(Refusal::NotYours),
    }
}

/// Whether one more may be asked into a group.
pub fn room_for(in_it: i64, invited: i64, more: i64) -> Result<(), Refusal> {
    if in_it + invited + more > LARGEST_GROUP { Err(Refusal::Full { most: LARGEST_GROUP }) } else { Ok(()) }
}

/// Slow mode: whether somebody who wrote last at `last` may write again. Who looks after the room always may.
pub fn slow(role: Role, slow_seconds: i64, last: Option<Timestamp>, now: Timestamp) -> Result<(), Refusal> {
    let next = last.map(|last| last.plus(slow_seconds * SECOND));
    match next {
        // Without slow mode nobody waits, whatever the clocks of two hubs say.
        Some(next) if slow_seconds > 0 && role == Role::Member && now < next => Err(Refusal::SlowMode { retry_after_ms: next.since(now) }),
        _ => Ok(()),
    }
}

/// Who owns a room after its owner has left: whoever looked after it longest; in a group else whoever is in it longest. A
/// room for everybody without moderators is the house's.
pub fn heir(kind: Kind, left: &[(UserId, Role, Timestamp)]) -> Option<UserId> {
    let first = |role: Role| left.iter().filter(|(_, r, _)| *r == role).min_by_key(|(who, _, since)| (*since, *who));
    let or_else = || if kind == Kind::Group { first(Role::Member) } else { None };
    first(Role::Moderator).or_else(or_else).map(|(who, ..)| *who)
}

/// So many may be asked in at once.
pub fn invited_at_once(people: usize) -> Result<(), Refusal> {
    let problem = |words: &str| Err(Refusal::Mend(vec![FieldProblem::new("who", words)]));
    match people {
        0 => problem(crate::fixed("rule-rooms-say-whom-you-invite")),
        1..=MOST_INVITED => Ok(()),
        _ => problem(crate::fixed("rule-rooms-invite-up-to-20-people-at-once")),
    }
}

/// Whether somebody may suggest that a message become an ask: for their own they need nobody's yes.
pub fn suggest_ask(own: bool, asked: bool) -> Result<(), Refusal> {
    match (own, asked) {
        (_, true) => Err(Refusal::AskAlready),
        (true, false) => Err(Refusal::YourOwnMessage),
        (false, false) => Ok(()),
    }
}

/// Whether somebody may make an ask of a message: only who wrote it, once.
pub fn make_ask(own: bool, asked: bool) -> Result<(), Refusal> {
    match (own, asked) {
        (false, _) => Err(Refusal::NotYourMessage),
        (true, true) => Err(Refusal::AskAlready),
        (true, false) => Ok(()),
    }
}

/// A room's part of its address. Never a number: those are groups. Never a word of the map.
pub fn slug(name: &str) -> String {
    let slug = text::slug(name);
    if slug == "new" || slug.bytes().all(|b| b.is_ascii_digit()) { format!("room-{slug}") } else { slug }
}

/// The title and the description that an ask begins with when a message becomes one: its first sentence, and what comes after it; all
/// of it where the title had to be cut.
pub fn ask_of(body: &str) -> (String, String) {
    let body = body.trim();
    let first_line = body.lines().find(|line| !line.trim().is_empty()).unwrap_or("").trim();
    let ends = first_line.char_indices().find(|(at, c)| {
        let rest = &first_line[at + c.len_utf8()..];
        matches!(c, '.' | '?' | '!' | '。' | '？' | '！') && (rest.is_empty() || rest.starts_with(char::is_whitespace))
    });
    let sentence = ends.map_or(first_line, |(at, c)| &first_line[..at + c.len_utf8()]);
    let title = text::excerpt(sentence.trim_end_matches(['.', '。']), TITLE_OF_ASK);
    let rest =
        body.strip_prefix(title.as_str()).map(|rest| rest.trim_start_matches(|c: char| matches!(c, '.' | '。') || c.is_whitespace()));
    let rest = rest.unwrap_or(body).to_owned();
    (title, rest)
}

/// The handles that a message names: `@ana`, in lower case, each once, in order, the first [`MOST_MENTIONS`].
pub fn mentions(body: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut before = None;
    for (at, c) in body.char_indices() {
        let begins = c == '@' && !before.is_some_and(|b: char| b.is_alphanumeric() || matches!(b, '@' | '.' | '_' | '-' | '/'));
        before = Some(c);
        if !begins {
            continue;
        }
        let rest = &body[at + 1..];
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(rest.len());
        // A dash at the end belongs to the sentence: “@ana- and the others”.
        let handle = rest[..end].trim_end_matches('-').to_ascii_lowercase();
        if (3..=30).contains(&handle.len()) && !found.contains(&handle) {
            found.push(handle);
        }
        if found.len() == MOST_MENTIONS {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Locale,
        kernel::{
            ids::{ConversationId, TermId},
            locale,
        },
        rooms::{GENERAL, RoomCard},
        taxonomy::TermRef,
    };
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp(1_793_534_400_000);

    fn place(kind: Kind, role: Option<Role>) -> Place {
        Place { kind, archived: false, role, barred: false, invited: false, admin: false }
    }

    /// What each role may do, one letter an act of [`Act::ALL`].
    fn allowed(place: Place) -> String {
        Act::ALL.iter().map(|act| if may(place, *act).is_ok() { 'x' } else { '.' }).collect()
    }

    #[test]
    fn what_one_may_do_is_a_table() {
        use Role::*;
        //                     read join leave write invite tidy edit archive set-role×2 put-out o m m let-back
        let table = [
            (Kind::Room, None, "xx............"),
            (Kind::Room, Some(Member), "xxxx.........."),
            (Kind::Room, Some(Moderator), "xxxx.x......xx"),
            (Kind::Room, Some(Owner), "xxxx.xxxxx.xxx"),
            (Kind::Group, None, ".............."),
            (Kind::Group, Some(Member), "xxxxx........."),
            (Kind::Group, Some(Moderator), "xxxxxx......xx"),
            (Kind::Group, Some(Owner), "xxxxxxxxxx.xxx"),
        ];
        for (kind, role, wanted) in table {
            assert_eq!(allowed(place(kind, role)), wanted, "{kind} {role:?}");
        }
    }

    #[test]
    fn a_group_is_not_there_for_others_until_they_are_asked_in() {
        let outside = place(Kind::Group, None);
        assert_eq!(may(outside, Act::Read), Err(Refusal::NoSuchRoom));
        assert_eq!(may(Place { admin: true, ..outside }, Act::Read), Err(Refusal::NoSuchRoom), "not for admins either");
        let asked = Place { invited: true, ..outside };
        assert_eq!((may(asked, Act::Read), may(asked, Act::Join)), (Ok(()), Ok(())));
        assert_eq!(may(asked, Act::Write), Err(Refusal::NotInIt));
    }

    #[test]
    fn who_was_put_out_neither_reads_nor_comes_back_and_admins_look_after_rooms() {
        let out = Place { barred: true, ..place(Kind::Room, None) };
        for act in [Act::Read, Act::Join, Act::Write] {
            assert_eq!(may(out, act), Err(Refusal::PutOut), "{act:?}");
        }
        let admin = Place { admin: true, ..place(Kind::Room, Some(Role::Member)) };
        assert_eq!(may(admin, Act::PutOut { whose: Role::Moderator }), Ok(()));
        assert_eq!(may(Place { role: None, ..admin }, Act::Write), Err(Refusal::NotInIt), "to write, an admin joins as well");
    }

    #[test]
    fn a_categorys_own_room_is_called_as_the_category_is_until_somebody_calls_it_otherwise() {
        let about = "Planning, paperwork, schedules, money and the routine work that keeps things running.";
        let category = TermRef { id: TermId(1), slug: "operations".into(), name: "Operations & Productivity".into() };
        let own = RoomCard {
            id: ConversationId(2),
            kind: Kind::Room,
            slug: category.slug.clone(),
            name: category.name.clone(),
            description: about.into(),
            category: Some(category),
            slow_seconds: 0,
            members: 1,
            archived: false,
        };
        let read = |language: Locale, room: &RoomCard| locale::within(language, || [room.called(), room.described()]);
        assert_eq!(read(Locale::En, &own), ["Operations & Productivity", about]);
        let [name, description] = read(Locale::De, &own);
        assert!(name == "Abläufe & Alltag" && description.starts_with("Planung"), "{name}: {description}");
        let renamed = RoomCard { name: "Paper tigers".into(), description: "No shredders.".into(), ..own.clone() };
        assert_eq!(read(Locale::De, &renamed), ["Paper tigers", "No shredders."]);
        let begun_with = include_str!("../../../migrations/sqlite/0012_rooms.sql");
        let english = locale::within(Locale::En, || crate::fixed("rooms-general-about"));
        assert!(begun_with.contains(english), "what every hub begins with");
        let general = RoomCard {
            id: GENERAL,
            slug: "general".into(),
            name: "General".into(),
            category: None,
            description: english.into(),
            ..own.clone()
        };
        assert_eq!(read(Locale::En, &general)[1], english);
        assert_eq!(read(Locale::De, &general)[1], locale::within(Locale::De, || crate::fixed("rooms-general-about")));
        assert_ne!(read(Locale::De, &general)[1], english);
        assert_eq!(read(Locale::De, &RoomCard { description: "Ours.".into(), ..general })[1], "Ours.");
        let beside = RoomCard { slug: "operations-too".into(), ..own };
        assert_eq!(read(Locale::De, &beside), ["Operations & Productivity", about], "a room that a member opened");
    }

    #[test]
    fn what_was_put_away_is_read_and_left_and_nothing_else() {
        let away = Place { archived: true, ..place(Kind::Group, Some(Role::Owner)) };
        assert_eq!(allowed(away), "x.x...........");
        assert_eq!(may(away, Act::Write), Err(Refusal::PutAway));
    }

    #[test]
    fn a_room_for_everybody_is_opened_by_who_is_known_here() {
        let new = Founder { admin: false, joined_at: NOW, messages: 0, opened_today: 0 };
        let known = Founder { joined_at: NOW.plus(-7 * DAY), messages: 10, ..new };
        assert_eq!(open(Kind::Group, new, NOW), Ok(()));
        assert!(matches!(open(Kind::Room, new, NOW), Err(Refusal::NotYet { .. })));
        assert!(matches!(open(Kind::Room, Founder { messages: 9, ..known }, NOW), Err(Refusal::NotYet { .. })));
        assert_eq!(open(Kind::Room, known, NOW), Ok(()));
        assert_eq!(open(Kind::Room, Founder { admin: true, ..new }, NOW), Ok(()));
        let enough = open(Kind::Group, Founder { opened_today: 5, ..known }, NOW);
        // It is noon: twelve hours until the day turns over.
        assert_eq!(enough, Err(Refusal::EnoughForToday { most: 5, retry_after_ms: DAY / 2 }));
    }

    #[test]
    fn drafts_are_cleaned_and_all_there_is_to_mend_is_said_at_once() {
        let typed = Draft { name: " Bakers\n of Ghent ".into(), category: "Marketing-Content".into(), ..Draft::default() };
        let group = checked(&typed).unwrap();
        assert_eq!((group.name.as_str(), group.category.as_str()), ("Bakers  of Ghent", ""), "a group has no category");
        let room = checked(&Draft { kind: Kind::Room, ..typed.clone() }).unwrap();
        assert_eq!(room.category, "marketing-content");
        let Err(Refusal::Mend(problems)) = checked(&Draft { name: "x".into(), slow_seconds: 3_601, ..typed }) else { panic!("it passed") };
        assert_eq!(problems.iter().map(|p| p.field.as_str()).collect::<Vec<_>>(), ["name", "slow_seconds"]);
    }

    #[test]
    fn a_group_holds_fifty_with_those_who_are_invited() {
        assert_eq!(room_for(30, 19, 1), Ok(()));
        assert_eq!(room_for(30, 20, 1), Err(Refusal::Full { most: 50 }));
    }

    #[test]
    fn slow_mode_says_how_long_and_passes_over_who_looks_after_the_room() {
        let last = Some(NOW.plus(-4 * SECOND));
        assert_eq!(slow(Role::Member, 10, last, NOW), Err(Refusal::SlowMode { retry_after_ms: 6_000 }));
        assert_eq!(slow(Role::Member, 10, None, NOW), Ok(()));
        assert_eq!(slow(Role::Member, 0, Some(NOW), NOW), Ok(()));
        assert_eq!(slow(Role::Member, 0, Some(NOW.plus(SECOND)), NOW), Ok(()), "written at a hub whose clock is ahead");
        assert_eq!(slow(Role::Moderator, 10, last, NOW), Ok(()));
    }

    #[test]
    fn the_owner_is_followed_by_a_moderator_else_by_who_came_first() {
        let all = [
            (UserId(3), Role::Member, Timestamp(1)),
            (UserId(4), Role::Moderator, Timestamp(9)),
            (UserId(5), Role::Moderator, Timestamp(8)),
        ];
        for kind in Kind::ALL {
            assert_eq!(heir(*kind, &all), Some(UserId(5)));
            assert_eq!(heir(*kind, &[]), None);
        }
        assert_eq!(heir(Kind::Group, &all[..1]), Some(UserId(3)));
        assert_eq!(heir(Kind::Room, &all[..1]), None, "nobody comes to own a room for everybody by chance");
    }

    #[test]
    fn an_ask_is_made_by_who_wrote_it_once_and_suggested_by_others() {
        assert_eq!([make_ask(true, false), suggest_ask(false, false)], [Ok(()), Ok(())]);
        assert_eq!([make_ask(false, false), make_ask(false, true)], [Err(Refusal::NotYourMessage), Err(Refusal::NotYourMessage)]);
        assert_eq!([make_ask(true, true), suggest_ask(false, true), suggest_ask(true, true)], [(); 3].map(|()| Err(Refusal::AskAlready)));
        assert_eq!(suggest_ask(true, false), Err(Refusal::YourOwnMessage));
    }

    #[test]
    fn an_ask_begins_with_the_first_sentence_of_the_message() {
        let body = "Does anybody know a tool for rotas? Ours has v1.2 and falls over.\nSundays above all.";
        let of = |body: &str| {
            let (title, rest) = ask_of(body);
            [title, rest]
        };
        assert_eq!(of(body), ["Does anybody know a tool for rotas?", "Ours has v1.2 and falls over.\nSundays above all."]);
        assert_eq!(of("\n I look for testers. Soon."), ["I look for testers", "Soon."]);
        assert_eq!(of("version 1.2 of it"), ["version 1.2 of it", ""]);
        let long = "word ".repeat(60);
        let [title, rest] = of(&long);
        assert!(title.chars().count() <= TITLE_OF_ASK + 1 && rest == long.trim(), "what was cut stands whole below it: {title}");
    }

    #[test]
    fn a_rooms_address_is_never_a_number_or_a_word_of_the_map() {
        assert_eq!(["No code", "2026", "New", "Café"].map(slug), ["no-code", "room-2026", "room-new", "cafe"]);
    }

    #[test]
    fn somebody_and_not_everybody_is_invited() {
        assert_eq!(invited_at_once(20), Ok(()));
        for people in [0, 21] {
            assert!(matches!(invited_at_once(people), Err(Refusal::Mend(_))), "{people}");
        }
    }

    #[test]
    fn a_message_names_people_by_their_handle() {
        assert_eq!(mentions("@ana, and @Bo-Builds: have you seen this, @ana?"), ["ana", "bo-builds"]);
        assert_eq!(mentions("(@ana) “@cy_2”\n@dee- and so on"), ["ana", "cy_2", "dee"]);
        for nobody in ["ana@example.org", "a@b", "@@ana", "x.@ana", "https://here.example/@ana", "@ab", "@", "@ ana"] {
            assert_eq!(mentions(nobody), [] as [&str; 0], "{nobody}");
        }
    }

    fn a_place() -> impl Strategy<Value = Place> {
        let role = proptest::option::of(proptest::sample::select(Role::ALL));
        (proptest::sample::select(Kind::ALL), any::<bool>(), role, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
            |(kind, archived, role, barred, invited, admin)| Place {
                kind,
                archived,
                role,
                barred: barred && role.is_none(),
                invited,
                admin,
            },
        )
    }

    proptest! {
        #[test]
        fn who_may_do_anything_may_read_and_a_higher_role_may_no_less(place in a_place()) {
            for act in Act::ALL {
                if may(place, *act).is_ok() {
                    prop_assert_eq!(may(place, Act::Read), Ok(()));
                }
                if let Some(at) = Role::ALL.iter().position(|r| Some(*r) == place.role).filter(|at| *at > 0) {
                    let above = Place { role: Some(Role::ALL[at - 1]), ..place };
                    prop_assert!(may(place, *act).is_err() || may(above, *act).is_ok(), "{:?}", act);
                }
            }
            prop_assert!(may(place, Act::PutOut { whose: Role::Owner }).is_err(), "nobody puts the owner out");
        }

        #[test]
        fn after_the_wait_that_is_said_and_no_earlier_one_may_write(slow_seconds in 0i64..=3_600, ago in 0i64..4_000_000) {
            let last = Some(NOW.plus(-ago));
            if let Err(Refusal::SlowMode { retry_after_ms }) = slow(Role::Member, slow_seconds, last, NOW) {
                prop_assert_eq!(slow(Role::Member, slow_seconds, last, NOW.plus(retry_after_ms)), Ok(()));
                prop_assert!(slow(Role::Member, slow_seconds, last, NOW.plus(retry_after_ms - 1)).is_err());
            }
        }

        #[test]
        fn whatever_is_named_could_be_a_username(body: String) {
            let named = mentions(&body);
            prop_assert!(named.len() <= MOST_MENTIONS);
            for handle in named {
                let there = body.to_ascii_lowercase().contains(&format!("@{handle}"));
                let sound = handle.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'));
                prop_assert!(there && sound && (3..=30).contains(&handle.len()), "{}", handle);
            }
        }

        #[test]
        fn a_checked_draft_stays_as_it_is(name: String, description: String, slow_seconds in -5i64..4_000) {
            let typed = Draft { name, description, slow_seconds, ..Draft::default() };
            if let Ok(clean) = checked(&typed) {
                prop_assert_eq!(checked(&clean), Ok(clean));
            }
        }
    }
}
