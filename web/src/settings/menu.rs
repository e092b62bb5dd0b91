//! The pages of settings, in the order of their menu, and what stands on each.

use hub::kernel::locale::Said;

hub::words! {
    /// One page.
    pub enum Topic {
        Profile = "profile", Account = "account", Notifications = "notifications", Privacy = "privacy", Matches = "matches",
        Appearance = "appearance", Devices = "devices", Developers = "developers", Data = "data",
    }
}

impl Topic {
    /// As it is called in the menu.
    pub fn name(self) -> Said<'static> {
        crate::say(format!("settings-topic-{self}"))
    }

    pub fn icon(self) -> &'static str {
        match self {
            Topic::Profile => "person",
            Topic::Account => "lock",
            Topic::Notifications => "bell",
            Topic::Privacy => "eye",
            Topic::Matches => "sparkles",
            Topic::Appearance => "palette",
            Topic::Devices => "home",
            Topic::Developers => "code",
            Topic::Data => "archive",
        }
    }

    /// The sections of its page, by their ids. Old addresses (`/settings#password`) name them too: the menu holds these ids where
    /// the page itself does not, so that such an address shows where it went.
    pub fn sections(self) -> &'static [&'static str] {
        match self {
            Topic::Profile => &["profile", "photo", "interests"],
            Topic::Account => &["account", "password"],
            Topic::Notifications => &["notices", "texts"],
            Topic::Privacy => &["finding", "first", "presence", "messages"],
            Topic::Matches => &[],
            Topic::Appearance => &["theme", "time", "language"],
            Topic::Devices => &["devices"],
            Topic::Developers => &["tokens"],
            Topic::Data => &["along", "away", "leave"],
        }
    }

    pub fn path(self) -> String {
        format!("/settings/{self}")
    }

    /// Where a section stands, to go to when something was done there.
    pub fn path_of(section: &str) -> String {
        let topic = Topic::ALL.iter().find(|topic| topic.sections().contains(&section)).unwrap_or(&Topic::Profile);
        format!("/settings/{topic}?done={section}#{section}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_section_stands_on_one_page() {
        let mut all: Vec<&str> = Topic::ALL.iter().flat_map(|topic| topic.sections()).copied().collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert_eq!(Topic::path_of("texts"), "/settings/notifications?done=texts#texts");
    }
}
