//! The pages of settings.

use super::*;
use hub::{
    accounts::{SessionView, TokenView},
    notices::{Group, Switch},
    presence::Shown,
    privacy::{First, Privacy},
    sms::PhoneView,
};
use web::settings::{Done, pages};

/// What was just done, in a section.
fn done(s: Sample, section: &str) -> Done {
    Done((s == Sample::Rich).then(|| (section.to_owned(), Flash { good: true, words: s.t("Saved."), undo: None })))
}

pub fn pages(s: Sample) -> Vec<(&'static str, String)> {
    vec![
        (
            "settings-profile",
            shown(pages::Profile {
                chrome: s.chrome("/settings/profile"),
                done: done(s, "profile"),
                handle: s.t("rosa-bakes"),
                profile: Draft {
                    name: s.t("Rosa"),
                    tagline: s.t("Bread"),
                    bio: s.t("Our bakery"),
                    website_url: s.t(""),
                    ..Draft::default()
                },
                interests: s.t("Copywriting, Photography"),
                choices: s.choices(),
                problems: s.problems(&["website_url"]),
                interest_problems: s.problems(&["interests"]),
            }),
        ),
        (
            "settings-account",
            shown(pages::Account {
                chrome: s.chrome("/settings/account"),
                done: done(s, "password"),
                username: s.t("rosa-bakes"),
                email: s.t("rosa@example.org"),
                new_email: (s != Sample::Empty)
                    .then(|| store::accounts::NewEmail { address: s.t("rosa@bakery.example"), asked_at: NOW.plus(-HOUR) }),
                problems: pages::AccountProblems { email: s.problems(&["email", "current"]), ..Default::default() },
            }),
        ),
        (
            "settings-notifications",
            shown(pages::Notifications {
                chrome: s.chrome("/settings/notifications"),
                done: done(s, "notices"),
                switches: Group::ALL.iter().map(|group| Switch { group: *group, on: *group != Group::Rooms }).collect(),
                phone: (s != Sample::Empty).then(|| PhoneView {
                    masked: s.t("+3247***1234"),
                    verified: s == Sample::Rich,
                    texts_on: true,
                    consent_at: Some(NOW.plus(-DAY)),
                }),
                texts_go_out: s != Sample::Empty,
                problems: pages::TextProblems { phone: s.problems(&["phone", "consent"]), ..Default::default() },
            }),
        ),
        (
            "settings-privacy",
            shown(pages::Privacy {
                chrome: s.chrome("/settings/privacy"),
                done: done(s, "presence"),
                shown: Shown { here: true, last: false, open_to_help: s == Sample::Rich },
                shows_receipts: s != Sample::Empty,
                privacy: Privacy { public: s == Sample::Rich, found: s != Sample::Empty, first: First::Known },
            }),
        ),
        (
            "settings-appearance",
            shown(pages::Appearance {
                chrome: s.chrome("/settings/appearance"),
                done: done(s, "time"),
                timezone: s.t("Europe/Brussels"),
                language: s.t("en"),
                time_problems: s.problems(&["timezone"]),
                language_problems: Problems::none(),
            }),
        ),
        (
            "settings-devices",
            shown(pages::Devices {
                chrome: s.chrome("/settings/devices"),
                done: done(s, "devices"),
                sessions: vec![
                    SessionView {
                        id: SessionId(1),
                        device: s.t("Firefox on Linux"),
                        address: s.t("192.0.2.7"),
                        opened_at: NOW.plus(-DAY),
                        last_seen_at: NOW,
                    },
                    SessionView {
                        id: SessionId(2),
                        device: s.t("Safari on an iPhone"),
                        address: s.t("192.0.2.8"),
                        opened_at: NOW.plus(-9 * DAY),
                        last_seen_at: NOW.plus(-DAY),
                    },
                ],
                this_session: Some(SessionId(1)),
            }),
        ),
        (
            "settings-developers",
            shown(pages::Developers {
                chrome: s.chrome("/settings/developers"),
                done: done(s, "tokens"),
                tokens: s.list(vec![TokenView { id: TokenId(1), name: s.t("My morning script"), made_at: NOW.plus(-DAY), used_at: None }]),
                new_token: (s != Sample::Empty).then(|| s.t("col_8f2k1v9x7q3m5n0b4c6z")),
                problems: s.problems(&["name"]),
            }),
        ),
    ]
}
