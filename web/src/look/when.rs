//! Times as people say them: “5 min ago”, with the exact time in the member's own zone behind it.

use std::sync::LazyLock;

use hub::{
    DAY, HOUR, Locale, MINUTE, Timestamp, fixed,
    kernel::locale::{self, Said},
    say,
};
use jiff::tz::TimeZone;

use super::Html;

/// `<time>` with a relative phrase; the exact moment is its title.
pub fn when(at: Timestamp, now: Timestamp, zone: &TimeZone) -> Html {
    let then = local(at, zone);
    Html::trusted(format!(
        r#"<time datetime="{}" title="{}" data-at="{}">{}</time>"#,
        then.timestamp(),
        super::escaped(&exact_of(&then)),
        at.0,
        phrase_of(at, &then, now)
    ))
}

/// “5 min ago”, “in 3 days”, “14 Mar”, “14 Mar 2024”.
pub fn phrase(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    phrase_of(at, &local(at, zone), now)
}

fn phrase_of(at: Timestamp, then: &jiff::Zoned, now: Timestamp) -> String {
    // Saturating: a time from a broken row must not break the page.
    let ago = now.0.saturating_sub(at.0);
    let (span, past) = (ago.saturating_abs(), ago >= 0);
    let said = if span < MINUTE {
        say(if past { "look-just-now" } else { "look-in-a-moment" })
    } else if span < HOUR {
        say(if past { "look-minutes-ago" } else { "look-in-minutes" }).with("n", span / MINUTE)
    } else if span < DAY {
        say(if past { "look-hours-ago" } else { "look-in-hours" }).with("n", span / HOUR)
    } else if span < 14 * DAY {
        say(if past { "look-days-ago" } else { "look-in-days" }).with("n", span / DAY)
    } else {
        let of_this_year = then.year() == local(now, then.time_zone()).year();
        dated(if of_this_year { "look-date" } else { "look-date-year" }, then)
    };
    said.into()
}

/// A message that a date goes into, whatever of it the language puts where.
fn dated(key: &'static str, at: &jiff::Zoned) -> Said<'static> {
    let (month, weekday) = (at.month(), at.weekday().to_monday_one_offset());
    let names = &NAMES[locale::current() as usize];
    let name = |of: &[&'static str], one: i8| usize::try_from(one - 1).ok().and_then(|at| of.get(at)).copied().unwrap_or("");
    say(key)
        .with_fixed("weekday", name(&names.weekdays, weekday))
        .with_fixed("weekday_short", name(&names.weekdays_short, weekday))
        .with("day", at.day())
        .with_fixed("month", name(&names.months, month))
        .with_fixed("month_short", name(&names.months_short, month))
        .with("year", at.year())
        .with("clock", clock_of(at))
}

/// What days and months are called: a page says dozens of dates.
struct Names {
    weekdays: [&'static str; 7],
    weekdays_short: [&'static str; 7],
    months: [&'static str; 12],
    months_short: [&'static str; 12],
}

static NAMES: LazyLock<Vec<Names>> = LazyLock::new(|| Locale::ALL.iter().map(|locale| locale::within(*locale, names)).collect());

fn names() -> Names {
    Names {
        weekdays: named("look-weekday"),
        weekdays_short: named("look-weekday-short"),
        months: named("look-month"),
        months_short: named("look-month-short"),
    }
}

fn named<const N: usize>(of: &str) -> [&'static str; N] {
    std::array::from_fn(|at| fixed(&format!("{of}-{}", at + 1)))
}

fn clock_of(at: &jiff::Zoned) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// “Tue 14 Mar 2026, 16:05”
pub fn exact(at: Timestamp, zone: &TimeZone) -> String {
    exact_of(&local(at, zone))
}

fn exact_of(then: &jiff::Zoned) -> String {
    dated("look-exact", then).into()
}

/// “16:05”
pub fn clock(at: Timestamp, zone: &TimeZone) -> String {
    clock_of(&local(at, zone))
}

/// “Today”, “Yesterday”, “Tuesday, 14 March”, with the year when it is another one.
pub fn day(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (then, today) = (local(at, zone), local(now, zone));
    let date = then.date();
    let said = if date == today.date() {
        say("look-today")
    } else if today.date().yesterday().is_ok_and(|y| y == date) {
        say("look-yesterday")
    } else {
        dated(if then.year() == today.year() { "look-day" } else { "look-day-year" }, &then)
    };
    said.into()
}

/// The day since which something is so, written out: “14 March 2026”. `None`: since today.
pub fn since(at: Timestamp, now: Timestamp, zone: &TimeZone) -> Option<String> {
    let (then, today) = (local(at, zone), local(now, zone));
    (then.date() != today.date()).then(|| dated("look-written-day", &then).into())
}

/// A day that stands somewhere as `2026-11-22`, written out: “22 November 2026”. What is no day stays as it is.
pub fn written_day(typed: &str) -> String {
    match typed.parse::<jiff::civil::Date>().and_then(|date| date.to_zoned(TimeZone::UTC)) {
        Ok(day) => dated("look-written-day", &day).into(),
        Err(_) => typed.to_owned(),
    }
}

/// The date as a date field takes it: `2026-03-14`.
pub fn date(at: Timestamp, zone: &TimeZone) -> String {
    local(at, zone).strftime("%Y-%m-%d").to_string()
}

/// The last moment of a typed date in that zone; `None` when it is no date.
pub fn end_of_day(typed: &str, zone: &TimeZone) -> Option<Timestamp> {
    let date: jiff::civil::Date = typed.trim().parse().ok()?;
    let end = date.at(23, 59, 59, 0).to_zoned(zone.clone()).ok()?;
    Some(Timestamp(end.timestamp().as_millisecond()))
}

/// When this month began, in that zone.
pub fn start_of_month(now: Timestamp, zone: &TimeZone) -> Timestamp {
    let began = local(now, zone).first_of_month().and_then(|first| first.start_of_day());
    began.map_or(now, |began| Timestamp(began.timestamp().as_millisecond()))
}

/// A zone by its IANA name; UTC when there is none of that name.
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// Every zone there is, for the list in settings.
pub fn zones() -> Vec<String> {
    jiff::tz::db().available().map(|name| name.to_string()).filter(|name| name.contains('/') || name == "UTC").collect()
}

fn local(at: Timestamp, zone: &TimeZone) -> jiff::Zoned {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_zoned(zone.clone())
}

#[cfg(test)]
mod tests {
    use hub::kernel::locale::within;

    use super::*;

    #[test]
    fn a_day_is_written_out_and_what_is_none_stays() {
        assert_eq!((written_day("2026-11-22"), written_day("last week")), ("22 November 2026".to_owned(), "last week".to_owned()));
        within(Locale::De, || assert_eq!(written_day("2026-03-01"), "1. März 2026"));
    }

    /// Tue 10 March 2026, 12:00 UTC
    const NOON: Timestamp = Timestamp(1_773_144_000_000);

    #[test]
    fn times_are_said_as_people_say_them() {
        let utc = TimeZone::UTC;
        for (ago, said) in [
            (0, "just now"),
            (5 * MINUTE, "5 min ago"),
            (HOUR, "1 hour ago"),
            (3 * DAY, "3 days ago"),
            (-2 * DAY, "in 2 days"),
            (40 * DAY, "29 Jan"),
            (400 * DAY, "3 Feb 2025"),
        ] {
            assert_eq!(phrase(NOON.plus(-ago), NOON, &utc), said);
        }
    }

    #[test]
    fn a_day_is_the_members_own() {
        let late = NOON.plus(11 * HOUR); // 23:00 UTC is Wednesday in Tokyo already
        assert_eq!(day(late, late, &zone("Asia/Tokyo")), "Today");
        assert_eq!(day(NOON, late, &zone("Asia/Tokyo")), "Yesterday");
        assert_eq!(day(NOON.plus(-3 * DAY), NOON, &TimeZone::UTC), "Saturday, 7 March");
    }

    #[test]
    fn what_began_today_has_no_date() {
        assert_eq!(since(NOON.plus(-HOUR), NOON, &TimeZone::UTC), None);
        assert_eq!(since(NOON.plus(-DAY), NOON, &TimeZone::UTC).as_deref(), Some("9 March 2026"));
    }

    #[test]
    fn germans_say_times_their_own_way() {
        within(Locale::De, || {
            let utc = TimeZone::UTC;
            let said = [5 * MINUTE, HOUR, -2 * DAY, 40 * DAY, 400 * DAY].map(|ago| phrase(NOON.plus(-ago), NOON, &utc));
            assert_eq!(said, ["vor 5 Min.", "vor 1 Stunde", "in 2 Tagen", "29. Jan.", "3. Feb. 2025"]);
            assert_eq!(exact(NOON, &utc), "Di., 10. März 2026, 12:00");
            assert_eq!(day(NOON.plus(-3 * DAY), NOON, &utc), "Samstag, 7. März");
            assert_eq!(day(NOON.plus(-400 * DAY), NOON, &utc), "Montag, 3. Februar 2025");
        });
    }

    #[test]
    fn a_month_begins_where_one_lives() {
        let began = |zone: &TimeZone| exact(start_of_month(NOON, zone), zone);
        assert_eq!([began(&TimeZone::UTC), began(&zone("Asia/Tokyo"))], ["Sun 1 Mar 2026, 00:00", "Sun 1 Mar 2026, 00:00"]);
        assert_eq!(start_of_month(NOON, &TimeZone::UTC).since(start_of_month(NOON, &zone("Asia/Tokyo"))), 9 * HOUR);
    }

    #[test]
    fn a_typed_date_lasts_to_its_end() {
        let end = end_of_day("2026-03-10", &TimeZone::UTC).expect("a date");
        assert_eq!(date(end, &TimeZone::UTC), "2026-03-10");
        assert_eq!(clock(end, &TimeZone::UTC), "23:59");
        assert_eq!(end_of_day("10 March", &TimeZone::UTC), None);
    }

    #[test]
    fn times_no_calendar_has_do_no_harm() {
        for at in [i64::MIN, i64::MAX, 0] {
            assert!(when(Timestamp(at), Timestamp(0), &TimeZone::UTC).as_str().starts_with("<time"), "{at}");
        }
    }
}
