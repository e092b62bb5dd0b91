//! What stands of times in a conversation, and the forms around it.

use askama::Template;
use hub::{
    FieldProblem, Timestamp, UserId,
    profiles::PersonCard,
    say,
    times::{AHEAD, LENGTHS, MOST, ProposalView, Slot, Status, TimesView, rules},
};
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::{
    layout::Chrome,
    look::{Html, Problems, links::linked, when},
    offers::pages::host,
};

/// How long a meeting is when nobody says it.
const USUAL: i64 = 30;

/// How two people stand about a time, in their conversation.
#[derive(Debug)]
pub struct Panel {
    pub other: PersonCard,
    pub view: TimesView,
    /// The other one's.
    pub zone: TimeZone,
    /// The address of the other one's own calendar, or nothing.
    pub calendar: String,
    pub form: OfferForm,
    pub problems: Problems,
    /// The form to offer times is open from the beginning.
    pub open: bool,
}

/// The same alone, for a page that is open.
#[derive(Template)]
#[template(path = "times/part.html")]
pub struct Part {
    pub chrome: Chrome,
    pub times: Panel,
}

/// Times that can still be picked.
pub struct Open {
    /// Where its forms go.
    pub path: String,
    pub own: bool,
    /// When each begins, and how it is called.
    pub times: Vec<(i64, String)>,
    pub place: Html,
}

/// What is agreed on and not over.
pub struct Ahead {
    pub path: String,
    pub words: String,
    pub place: Html,
}

/// What was declined or called off last.
pub struct Last {
    pub words: String,
    /// The file that takes it out of a calendar.
    pub calendar: Option<String>,
}

impl Panel {
    fn me(chrome: &Chrome) -> UserId {
        crate::messaging::pages::me(chrome)
    }

    fn path(&self, offer: &ProposalView) -> String {
        format!("/messages/{}/times/{}", self.view.conversation, offer.id)
    }

    /// The reader's own time first, the other one's beside it.
    fn words(&self, chrome: &Chrome, slot: Slot) -> String {
        both(slot, &chrome.zone, &self.zone, chrome.first_name(&self.other.name))
    }

    pub fn ahead(&self, chrome: &Chrome) -> Option<Ahead> {
        let (offer, slot) = self.view.ahead(chrome.now)?;
        Some(Ahead { path: self.path(offer), words: self.words(chrome, slot), place: linked(&offer.place) })
    }

    pub fn open(&self, chrome: &Chrome) -> Vec<Open> {
        let of = |offer: &ProposalView| Open {
            path: self.path(offer),
            own: offer.by == Self::me(chrome),
            times: offer.left(chrome.now).map(|slot| (slot.at.0, self.words(chrome, *slot))).collect(),
            place: linked(&offer.place),
        };
        self.view.open(chrome.now).map(of).collect()
    }

    pub fn last(&self, chrome: &Chrome) -> Option<Last> {
        let last = self.view.said_last(chrome.now)?;
        let own = last.settled_by == Some(Self::me(chrome));
        let name = chrome.first_name(&self.other.name).to_owned();
        let said = match (last.status, last.agreed) {
            (Status::CalledOff, Some(slot)) => {
                let time = self.words(chrome, slot);
                if own {
                    say("times-you-called-off").with("time", time)
                } else {
                    say("times-they-called-off").with("name", name).with("time", time)
                }
            }
            _ if own => say("times-you-declined").with("name", name),
            _ if last.word.is_empty() => say("times-they-declined").with("name", name),
            _ => say("times-they-declined-word").with("name", name).with("word", &last.word),
        };
        let calendar = (last.status == Status::CalledOff).then(|| format!("{}.ics", self.path(last)));
        Some(Last { words: said.into(), calendar })
    }

    /// Whether the reader may offer times now.
    pub fn may_offer(&self, chrome: &Chrome) -> bool {
        let own = |offer: &ProposalView| offer.by == Self::me(chrome);
        self.other.absent.is_none() && self.view.ahead(chrome.now).is_none() && !self.view.open(chrome.now).any(own)
    }

    /// The other one's own calendar, where their site is one that the hub links to.
    pub fn their_calendar(&self) -> Option<(&str, String)> {
        let sound = self.calendar.starts_with("https://") || self.calendar.starts_with("http://");
        (sound && self.other.absent.is_none()).then(|| (self.calendar.as_str(), host(&self.calendar)))
    }

    /// What the other one's clock shows, unless it shows the same.
    pub fn their_clock(&self, chrome: &Chrome) -> Option<String> {
        let (mine, theirs) = (local(chrome.now, &chrome.zone), local(chrome.now, &self.zone));
        (mine.offset() != theirs.offset()).then(|| when::clock(chrome.now, &self.zone))
    }

    pub fn their_zone(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    pub fn rows(&self) -> Vec<Row> {
        let form = &self.form;
        let all = [(&form.at_1, &form.minutes_1), (&form.at_2, &form.minutes_2), (&form.at_3, &form.minutes_3)];
        let row = |(n, (at, minutes)): (usize, (&String, &String))| {
            let (at_field, minutes_field) = (format!("at_{}", n + 1), format!("minutes_{}", n + 1));
            let problem = self.problems.at(&at_field).or(self.problems.at(&minutes_field)).map(str::to_owned);
            Row { n: n + 1, at: at.clone(), minutes: minutes.parse().unwrap_or(USUAL), problem }
        };
        all.into_iter().enumerate().map(row).collect()
    }

    /// From when until when a time may be, as its field takes it.
    pub fn range(&self, chrome: &Chrome) -> (String, String) {
        let field = |at| local(at, &chrome.zone).strftime("%Y-%m-%dT%H:%M").to_string();
        (field(chrome.now), field(chrome.now.plus(AHEAD)))
    }
}

/// A line of the form.
pub struct Row {
    pub n: usize,
    pub at: String,
    pub minutes: i64,
    pub problem: Option<String>,
}

impl Row {
    pub fn lengths(&self) -> &'static [i64] {
        &LENGTHS
    }
}

fn local(at: Timestamp, zone: &TimeZone) -> jiff::Zoned {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_zoned(zone.clone())
}

/// “Tue 3 Mar, 15:00”
fn moment(at: &jiff::Zoned) -> String {
    let weekday = say(format!("times-day-{}", at.weekday().to_monday_one_offset()));
    let month = say(format!("times-month-{}", at.month()));
    let clock = at.strftime("%H:%M").to_string();
    say("times-at").with("weekday", weekday).with("day", i64::from(at.day())).with("month", month).with("clock", clock).into()
}

/// “Tue 3 Mar, 15:00 for you · 09:00 for Bo · 30 min”: the day of the other one is said where it is another.
pub fn both(slot: Slot, mine: &TimeZone, theirs: &TimeZone, name: &str) -> String {
    let (here, there) = (local(slot.at, mine), local(slot.at, theirs));
    let said = if here.offset() == there.offset() {
        say("times-for-both")
    } else {
        let theirs = if here.date() == there.date() { there.strftime("%H:%M").to_string() } else { moment(&there) };
        say("times-for-each").with("theirs", theirs).with("name", name)
    };
    said.with("mine", moment(&here)).with("minutes", slot.minutes).into()
}

/// The same for the reader alone.
pub fn own(slot: &Slot, chrome: &Chrome) -> String {
    say("times-for-you").with("mine", moment(&local(slot.at, &chrome.zone))).with("minutes", slot.minutes).into()
}

/// What is typed to offer times.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct OfferForm {
    pub at_1: String,
    pub minutes_1: String,
    pub at_2: String,
    pub minutes_2: String,
    pub at_3: String,
    pub minutes_3: String,
    pub place: String,
}

/// In which line of the form each time stood that was read.
#[derive(Debug, PartialEq)]
pub struct Rows(Vec<usize>);

impl Rows {
    /// What is said of the n-th time, at the line that it stood in.
    pub fn of(&self, problems: Problems) -> Problems {
        let moved = |problem: FieldProblem| {
            let Some((name, Ok(n))) = problem.field.split_once('_').map(|(name, n)| (name, n.parse::<usize>())) else { return problem };
            match n.checked_sub(1).and_then(|n| self.0.get(n)) {
                Some(row) => FieldProblem { field: format!("{name}_{row}"), words: problem.words },
                None => problem,
            }
        };
        Problems { fields: problems.fields.into_iter().map(moved).collect(), words: problems.words }
    }
}

impl OfferForm {
    /// The times of the lines that say one, where the member lives; or what can't be read.
    pub fn read(&self, zone: &TimeZone) -> Result<(Rows, Vec<Slot>), Vec<FieldProblem>> {
        let lines = [(&self.at_1, &self.minutes_1), (&self.at_2, &self.minutes_2), (&self.at_3, &self.minutes_3)];
        debug_assert_eq!(lines.len(), MOST);
        let (mut rows, mut times, mut problems) = (Vec::new(), Vec::new(), Vec::new());
        for (n, (at, minutes)) in (1..).zip(lines) {
            if at.trim().is_empty() {
                continue;
            }
            match rules::typed(at, zone) {
                Ok(at) => {
                    rows.push(n);
                    let minutes = if minutes.is_empty() { USUAL } else { minutes.parse().unwrap_or_default() };
                    times.push(Slot { at, minutes });
                }
                Err(unclear) => {
                    let key = match unclear {
                        rules::Unclear::NoTime => "times-no-time",
                        rules::Unclear::Skipped => "times-skipped",
                        rules::Unclear::Twice => "times-twice",
                    };
                    problems.push(FieldProblem::new(&format!("at_{n}"), say(key)));
                }
            }
        }
        if problems.is_empty() { Ok((Rows(rows), times)) } else { Err(problems) }
    }
}

/// Which of the times is taken: when it begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AcceptForm {
    pub at: String,
}

/// None fits.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DeclineForm {
    pub word: String,
}

#[cfg(test)]
mod tests {
    use hub::{
        HOUR,
        kernel::locale::{Locale, within},
    };

    use super::*;

    /// Tue 3 March 2026, 14:00 UTC
    const AT: Timestamp = Timestamp(1_772_546_400_000);

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).expect("it is known")
    }

    #[test]
    fn both_zones_are_said_and_ones_own_first() {
        let said = |mine: &str, theirs: &str, at: Timestamp| both(Slot { at, minutes: 30 }, &zone(mine), &zone(theirs), "Bo");
        assert_eq!(said("Europe/Berlin", "America/New_York", AT), "Tue 3 Mar, 15:00 for you · 09:00 for Bo · 30 min");
        assert_eq!(said("America/New_York", "Europe/Berlin", AT), "Tue 3 Mar, 09:00 for you · 15:00 for Bo · 30 min");
        assert_eq!(said("Europe/Berlin", "Europe/Zurich", AT), "Tue 3 Mar, 15:00 for both of you · 30 min");
        let late = AT.plus(3 * HOUR);
        assert_eq!(said("Europe/Berlin", "Asia/Tokyo", late), "Tue 3 Mar, 18:00 for you · Wed 4 Mar, 02:00 for Bo · 30 min");
        let german = within(Locale::De, || said("Europe/Berlin", "America/New_York", AT));
        assert_eq!(german, "Di 3. März, 15:00 für dich · 09:00 für Bo · 30 Min.");
    }

    #[test]
    fn what_is_typed_is_read_line_by_line_and_what_is_wrong_is_said_there() {
        let berlin = zone("Europe/Berlin");
        let form =
            OfferForm { at_1: "2026-03-03T15:00".into(), at_3: "2026-03-04T15:00".into(), minutes_3: "90".into(), ..OfferForm::default() };
        let (rows, times) = form.read(&berlin).expect("it can be read");
        assert_eq!(times, [Slot { at: AT, minutes: USUAL }, Slot { at: AT.plus(24 * HOUR), minutes: 90 }]);
        let said = rows.of(Problems::of(vec![FieldProblem::new("at_2", "It is over."), FieldProblem::new("place", "A link.")]));
        assert_eq!((said.at("at_3"), said.at("at_2"), said.at("place")), (Some("It is over."), None, Some("A link.")));
        let form =
            OfferForm { at_1: "2026-03-29T02:30".into(), at_2: "2026-10-25T02:30".into(), at_3: "soon".into(), ..OfferForm::default() };
        let problems = Problems::of(form.read(&berlin).expect_err("none of them is a time"));
        for (field, words) in [("at_1", "left out"), ("at_2", "comes twice"), ("at_3", "Choose a day")] {
            assert!(problems.at(field).is_some_and(|said| said.contains(words)), "{field}: {problems:?}");
        }
        assert_eq!(OfferForm::default().read(&berlin).map(|(_, times)| times), Ok(Vec::new()), "the rule says that one is missing");
    }
}
