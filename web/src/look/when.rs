//! Times as people say them: “5 min ago”, with the exact time in the member's own zone behind it.

use hub::{DAY, HOUR, MINUTE, Timestamp};
use jiff::tz::TimeZone;

use super::Html;

/// `<time>` with a relative phrase; the exact moment is its title.
pub fn when(at: Timestamp, now: Timestamp, zone: &TimeZone) -> Html {
    Html::trusted(format!(
        r#"<time datetime="{}" title="{}" data-at="{}">{}</time>"#,
        instant(at),
        exact(at, zone),
        at.0,
        phrase(at, now, zone)
    ))
}

/// “5 min ago”, “in 3 days”, “14 Mar”, “14 Mar 2024”.
pub fn phrase(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    // Saturating: a time from a broken row must not break the page.
    let ago = now.0.saturating_sub(at.0);
    let (span, past) = (ago.saturating_abs(), ago >= 0);
    let say = |n: i64, one: &str, many: &str| {
        let unit = if n == 1 { one } else { many };
        if past { format!("{n} {unit} ago") } else { format!("in {n} {unit}") }
    };
    if span < MINUTE {
        if past { "just now".to_owned() } else { "in a moment".to_owned() }
    } else if span < HOUR {
        say(span / MINUTE, "min", "min")
    } else if span < DAY {
        say(span / HOUR, "hour", "hours")
    } else if span < 14 * DAY {
        say(span / DAY, "day", "days")
    } else {
        let year = |t| local(t, zone).year();
        let pattern = if year(at) == year(now) { "%-d %b" } else { "%-d %b %Y" };
        local(at, zone).strftime(pattern).to_string()
    }
}

/// “Tue 14 Mar 2026, 16:05”
pub fn exact(at: Timestamp, zone: &TimeZone) -> String {
    local(at, zone).strftime("%a %-d %b %Y, %H:%M").to_string()
}

/// “16:05”
pub fn clock(at: Timestamp, zone: &TimeZone) -> String {
    local(at, zone).strftime("%H:%M").to_string()
}

/// “Today”, “Yesterday”, “Tuesday, 14 March”, with the year when it is another one.
pub fn day(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (then, today) = (local(at, zone), local(now, zone));
    let date = then.date();
    if date == today.date() {
        "Today".to_owned()
    } else if today.date().yesterday().is_ok_and(|y| y == date) {
        "Yesterday".to_owned()
    } else if then.year() == today.year() {
        then.strftime("%A, %-d %B").to_string()
    } else {
        then.strftime("%A, %-d %B %Y").to_string()
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

fn instant(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

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
