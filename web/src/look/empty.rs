//! What stands where a list is empty: what is so, a sentence, and one thing to do. All of them are in this file, so that the style
//! guide can show them all and none is forgotten (a test of `web` holds the templates against it).
//!
//! `{{ Empty::ASKS.show() }}` is a panel, `{{ Line::HOME_ASKS.show() }}` a line among other things. A line needs nothing to press
//! where what it speaks of stands right below it: the box one writes in, the field one searches with.

use std::{borrow::Borrow, fmt};

use super::{escaped, icon, marked::say_html};

/// What a button says, and where it leads.
type Act = (&'static str, &'static str);

/// A panel in the place of a whole list.
#[derive(Clone, Copy, Debug)]
pub struct Empty {
    icon: &'static str,
    head: &'static str,
    more: &'static str,
    acts: &'static [Act],
}

/// One line in the place of a short list.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    says: &'static str,
    /// The tag of the message that is a link, and where to.
    inside: Option<Act>,
    /// A link behind the sentence.
    then: Option<Act>,
}

macro_rules! panels {
    ($($name:ident = $icon:literal, $head:literal, $more:literal, [$($act:expr),*];)*) => {
        impl Empty {
            $(pub const $name: Empty = Empty { icon: $icon, head: $head, more: $more, acts: &[$($act),*] };)*
            pub const ALL: &'static [Empty] = &[$(Empty::$name),*];
        }
    };
}

macro_rules! lines {
    ($($name:ident = $line:expr;)*) => {
        impl Line {
            $(pub const $name: Line = $line;)*
            pub const ALL: &'static [Line] = &[$(Line::$name),*];
        }
    };
}

panels! {
    ASKS = "hand", "asks-mine-none", "asks-mine-none-more", [("asks-what-do-you-need", "/my/asks/new")];
    OFFERS = "gift", "offers-mine-none", "offers-mine-none-more", [("offers-what-can-you-give", "/my/offers/new")];
    MATCHES_NEW = "spark", "home-no-match", "home-no-match-new", [("home-ask-something", "/my/asks/new")];
    MATCHES_OFFERS = "spark", "home-no-match", "home-no-match-more", [("home-ask-something", "/my/asks/new")];
    MATCHES = "spark", "home-no-match", "home-no-match-more", [("home-look-around", "/discover")];
    CONNECTIONS_OPEN = "link", "connections-none-open", "connections-none-open-more", [("connections-see-asks", "/discover/asks")];
    CONNECTIONS_RECEIVED = "link", "connections-none-received", "connections-none-received-more", [("connections-see-asks", "/discover/asks")];
    CONNECTIONS_SENT = "link", "connections-none-sent", "connections-none-sent-more", [("connections-see-asks", "/discover/asks")];
    CONNECTIONS_OVER = "link", "connections-none-over", "connections-none-over-more", [("connections-see-asks", "/discover/asks")];
    CONVERSATIONS = "chat", "messages-nobody-yet", "messages-nobody-yet-more", [("connections-see-asks", "/discover/asks")];
    CONVERSATION = "chat", "messages-pick", "messages-pick-more", [];
    NOTICES = "bell", "notices-none", "notices-none-more", [("notices-ask", "/my/asks/new"), ("notices-who-needs-help", "/discover/asks")];
    SEARCHES = "bell", "saved-searches-none", "saved-searches-none-more", [("keeps-look-around", "/discover")];
    SAVED = "bookmark", "keeps-nothing", "keeps-nothing-more", [("keeps-look-around", "/discover")];
    LEARNING = "book", "learning-what", "learning-what-more", [("learning-ask-teach", "/my/asks/new?kind=learning")];
    FEED = "person", "follows-nobody", "follows-nobody-more", [("follows-discover", "/discover/people")];
    FOLLOWERS_OWN = "person", "follows-nobody-yet", "follows-no-followers-own", [("follows-discover", "/discover/people")];
    FOLLOWERS = "person", "follows-nobody-yet", "follows-no-followers", [("follows-discover", "/discover/people")];
    FOLLOWING_OWN = "person", "follows-nobody-yet", "follows-no-following-own", [("follows-discover", "/discover/people")];
    FOLLOWING = "person", "follows-nobody-yet", "follows-no-following", [("follows-discover", "/discover/people")];
    PURCHASES = "handshake", "purchases-none", "purchases-none-more", [("purchases-see-offers", "/discover/offers")];
    PURCHASES_HERE = "handshake", "purchases-none-here", "purchases-none-more", [("purchases-see-offers", "/discover/offers")];
    EARNINGS = "handshake", "purchases-earnings-none", "purchases-earnings-more", [("purchases-earnings-see", "/connections?show=received")];
    COURSES = "book", "creator-none", "creator-none-more", [("creator-write", "/creator/courses/new")];
    COURSES_HERE = "book", "creator-none-here", "creator-none-more", [("creator-write", "/creator/courses/new")];
    CLIPS = "palette", "share-none", "share-none-more", [("offers-offer-something", "/my/offers/new")];
    CLIPS_HERE = "palette", "share-none-here", "share-none-more", [("offers-offer-something", "/my/offers/new")];
    STOREFRONT_OWN = "sprout", "profiles-quiet-own", "profiles-quiet-own-more", [("profiles-offer", "/my/offers/new"), ("profiles-add-app", "/my/offers/new?kind=app"), ("profiles-ask", "/my/asks/new")];
    STOREFRONT = "sprout", "profiles-quiet", "profiles-quiet-more", [];
    FOUND = "search", "discovery-nothing", "discovery-nothing-more", [("discovery-post-an-ask", "/my/asks/new")];
    FOUND_FOR = "search", "discovery-nothing-for", "discovery-nothing-more", [("discovery-post-an-ask", "/my/asks/new")];
    WORDINGS = "pencil", "wordings-none", "wordings-none-more", [("wordings-back", "/my/asks")];
}

lines! {
    HOME_ASKS = Line::linked("home-no-asks", "new", "/my/asks/new");
    HOME_OFFERS = Line::linked("home-no-offers", "new", "/my/offers/new");
    HOME_QUIET = Line::linked("home-quiet", "asks", "/discover/asks");
    FEED = Line::then("follows-nothing", "follows-discover", "/discover/people");
    FEED_EARLIER = Line::then("follows-nothing-earlier", "follows-discover", "/discover/people");
    APPS = Line::then("discovery-no-app", "discovery-all-tools", "/discover/tools");
    PEOPLE = Line::then("discovery-no-people", "discovery-no-people-ask", "/my/asks/new");
    COURSES = Line::then("discovery-no-course", "discovery-no-course-ask", "/my/asks/new?kind=learning");
    OFFERS = Line::then("discovery-no-offer", "discovery-no-offer-you", "/my/offers/new");
    ASKS = Line::then("discovery-no-ask", "discovery-no-ask-first", "/my/asks/new");
    TOOL_EXPERTS = Line::then("tools-no-experts", "tools-ask-for-a-hand", "/my/asks/new");
    TOOL_OFFERS = Line::then("tools-no-offers", "tools-be-first", "/my/offers/new");
    TOOL_ASKS = Line::then("tools-no-asks", "tools-ask-something", "/my/asks/new");
    REVIEWS = Line::then("reviews-nobody-said", "reviews-tried-it", "/login");
    REVIEWS_BELOW = Line::plain("reviews-nobody-said");
    REVIEWS_OTHERS = Line::then("reviews-nobody-else", "reviews-back-to", "/discover/tools");
    SAVED = Line::linked("keeps-none", "all", "/my/saved");
    SEARCHES_FOUND = Line::then("saved-searches-found-none", "keeps-look-around", "/discover");
    LEARNING_COURSES = Line::linked("learning-no-course", "courses", "/discover/courses");
    LEARNING_ASKS = Line::then("learning-asked-nothing", "learning-ask-teach", "/my/asks/new?kind=learning");
    MESSAGES = Line::then("messages-none", "connections-see-asks", "/discover/asks");
    MESSAGES_AWAY = Line::then("messages-all-archived", "messages-archived", "/messages?show=archived");
    MESSAGES_ARCHIVED = Line::then("messages-none-archived", "messages-back-to-all", "/messages");
    MESSAGES_FOUND = Line::plain("messages-search-nothing");
    PINNED = Line::then("messages-none-pinned", "messages-back-to-conversation", "/messages");
    ROOM = Line::plain("rooms-nothing-said");
    GENERAL = Line::then("rooms-general-quiet", "rooms-to-general", "/community/general");
    NEWCOMERS = Line::then("rooms-first", "rooms-to-general", "/community/general");
    TASTES = Line::then("tastes-no-rules", "tastes-to-matches", "/home");
    REPORTS = Line::then("moderation-mine-none", "moderation-guidelines", "/guidelines");
    CASES = Line::then("moderation-none-wait", "moderation-see-log", "/admin/reports?show=log");
    CASES_HIDDEN = Line::then("moderation-none-hidden", "moderation-see-log", "/admin/reports?show=log");
    DECISIONS = Line::then("moderation-no-decisions", "moderation-see-open", "/admin/reports");
}

impl Line {
    const fn plain(says: &'static str) -> Line {
        Line { says, inside: None, then: None }
    }

    const fn linked(says: &'static str, tag: &'static str, to: &'static str) -> Line {
        Line { says, inside: Some((tag, to)), then: None }
    }

    const fn then(says: &'static str, act: &'static str, to: &'static str) -> Line {
        Line { says, inside: None, then: Some((act, to)) }
    }

    pub fn show(self) -> Shown {
        Shown::of(What::Line(self))
    }
}

impl Empty {
    pub fn show(self) -> Shown {
        Shown::of(What::Panel(self, 2))
    }

    /// As a part of a page, below a heading of its own.
    pub fn part(self) -> Shown {
        Shown::of(What::Panel(self, 3))
    }
}

#[derive(Clone, Copy, Debug)]
enum What {
    /// With the level of its heading.
    Panel(Empty, u8),
    Line(Line),
}

/// A panel or a line with what this page knows of it.
#[derive(Clone, Debug)]
pub struct Shown {
    what: What,
    with: Vec<(&'static str, String)>,
    to: Option<String>,
    attributes: String,
    hidden: bool,
}

impl Shown {
    fn of(what: What) -> Shown {
        Shown { what, with: Vec::new(), to: None, attributes: String::new(), hidden: false }
    }

    /// Puts in what a message names.
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Shown {
        self.with.push((name, value.to_string()));
        self
    }

    /// Where the first thing to do leads, when that is another place here.
    pub fn to(mut self, to: impl fmt::Display) -> Shown {
        self.to = Some(to.to_string());
        self
    }

    /// An attribute that a script or a reader of the page goes by.
    pub fn attribute(mut self, attribute: &'static str) -> Shown {
        self.attributes.push(' ');
        self.attributes.push_str(attribute);
        self
    }

    /// There already, and not seen while the list has something.
    pub fn hidden(mut self, hidden: impl Borrow<bool>) -> Shown {
        self.hidden = *hidden.borrow();
        self
    }

    fn says(&self, key: &str) -> String {
        let mut said = say_html(key);
        for (name, value) in &self.with {
            said = said.with(name, value);
        }
        if let What::Line(Line { inside: Some((tag, to)), .. }) = self.what {
            said = said.link(tag, to);
        }
        said.to_string()
    }

    fn to_of(&self, n: usize, to: &str) -> String {
        escaped(self.to.as_deref().filter(|_| n == 0).unwrap_or(to))
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = if self.hidden { " hidden" } else { "" };
        let attributes = &self.attributes;
        match self.what {
            What::Panel(empty, level) => {
                write!(f, r#"<div class="empty"{attributes}{hidden}>{}"#, icon(empty.icon))?;
                write!(f, "<h{level}>{}</h{level}><p>{}</p>", self.says(empty.head), self.says(empty.more))?;
                if !empty.acts.is_empty() {
                    f.write_str(r#"<p class="actions">"#)?;
                    for (n, (act, to)) in empty.acts.iter().enumerate() {
                        // Among other things of a page it does not shout.
                        let class = if level > 2 {
                            "btn-outline btn-sm"
                        } else if n > 0 {
                            "btn-outline"
                        } else {
                            "btn-primary"
                        };
                        write!(f, r#"<a class="btn {class}" href="{}">{}</a>"#, self.to_of(n, to), self.says(act))?;
                    }
                    f.write_str("</p>")?;
                }
                f.write_str("</div>")
            }
            What::Line(line) => {
                write!(f, r#"<p class="empty-line"{attributes}{hidden}>{}"#, self.says(line.says))?;
                if let Some((act, to)) = line.then {
                    write!(f, r#" <a href="{}">{}</a>"#, self.to_of(0, to), self.says(act))?;
                }
                f.write_str("</p>")
            }
        }
    }
}

impl askama::filters::HtmlSafe for Shown {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panel_says_what_is_so_and_what_to_do() {
        let shown = Empty::FOUND_FOR.show().with("q", "<bread>").to("/my/asks/new?title=a&b").to_string();
        assert!(shown.starts_with(r#"<div class="empty"><svg"#) && shown.contains("&lt;bread&gt;"), "{shown}");
        assert!(shown.contains(r#"<a class="btn btn-primary" href="/my/asks/new?title=a&amp;b">"#), "{shown}");
        let part = Empty::MATCHES.part().attribute("data-empty").hidden(true).to_string();
        assert!(part.starts_with(r#"<div class="empty" data-empty hidden>"#) && part.contains("<h3>"), "{part}");
    }

    #[test]
    fn each_has_one_thing_to_do_and_leads_somewhere() {
        for empty in Empty::ALL {
            let here = [Empty::CONVERSATION.head, Empty::STOREFRONT.head];
            assert!(!empty.acts.is_empty() || here.contains(&empty.head), "{empty:?}");
            assert!(empty.acts.iter().all(|(_, to)| to.starts_with('/')), "{empty:?}");
        }
        for line in Line::ALL {
            let below = [Line::REVIEWS_BELOW.says, Line::MESSAGES_FOUND.says, Line::ROOM.says];
            assert!(line.inside.or(line.then).is_some() || below.contains(&line.says), "{line:?}");
            let shown = line.show().with("name", "Bo").to_string();
            assert_eq!(shown.matches("<a href=\"/").count(), usize::from(line.inside.or(line.then).is_some()), "{shown}");
        }
    }
}
