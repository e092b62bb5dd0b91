//! One line of activity; `notices/row.html` is included wherever `notice` is in scope.

use askama::Template;
use hub::{NoticeId, SearchId, Timestamp, notices::NoticeView};

use crate::layout::Chrome;

/// `GET /my/notices`
#[derive(Template)]
#[template(path = "notices/list.html")]
pub struct Notices {
    pub chrome: Chrome,
    /// Newest first.
    pub notices: Vec<NoticeView>,
}

/// The empty line that live ones are made from; with what may be left out of one.
pub fn blank() -> NoticeView {
    let search = Some(SearchId(0));
    NoticeView { id: NoticeId(0), at: Timestamp(0), seen: false, by: None, words: String::new(), path: String::new(), search }
}
