//! One line of activity; `notices/row.html` is included wherever `notice` is in scope.

use hub::{NoticeId, Timestamp, notices::NoticeView};

/// The empty line that live ones are made from.
pub fn blank() -> NoticeView {
    NoticeView { id: NoticeId(0), at: Timestamp(0), seen: false, by: None, words: String::new(), path: String::new() }
}
