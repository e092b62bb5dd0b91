//! One line of activity; `notices/row.html` is included wherever `notice` is in scope.

use askama::Template;
use hub::{AskId, NoticeId, SearchId, Timestamp, notices::NoticeView};

use crate::layout::Chrome;

/// `GET /my/notices`
#[derive(Template)]
#[template(path = "notices/list.html")]
pub struct Notices {
    pub chrome: Chrome,
    /// Newest first.
    pub notices: Vec<NoticeView>,
    /// The newest of all, whichever page this is: up to it everything is marked.
    pub newest: Option<NoticeId>,
    /// This is not the first page: what comes in does not stand on it.
    pub earlier: bool,
    /// `?after=` for more.
    pub next: Option<String>,
}

impl Notices {
    /// Each day with what happened on it. The first page has a place for today, also while it is empty.
    fn days(&self) -> Vec<(String, &[NoticeView])> {
        let day = |notice: &NoticeView| self.chrome.day(&notice.at);
        let mut days: Vec<_> = self.notices.chunk_by(|a, b| day(a) == day(b)).map(|of_day| (day(&of_day[0]), of_day)).collect();
        let today = self.chrome.day(&self.chrome.now);
        if !self.earlier && days.first().is_none_or(|(newest, _)| *newest != today) {
            days.insert(0, (today, &[]));
        }
        days
    }

    fn unseen(&self) -> i64 {
        self.chrome.me.as_ref().map_or(0, |me| me.unseen)
    }
}

/// The empty line that live ones are made from; with what may be left out of one.
pub fn blank() -> NoticeView {
    let (search, renew) = (Some(SearchId(0)), Some(AskId(0)));
    NoticeView { id: NoticeId(0), at: Timestamp(0), seen: false, by: None, words: String::new(), path: String::new(), search, renew }
}
