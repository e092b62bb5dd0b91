//! Pages by cursor. What a program is handed is closed: it says which list it belongs to, and is refused in another.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hub::{
    FieldProblem, Refused,
    kernel::{
        page::{LARGEST_PAGE, Page},
        refusal::RefusalKind,
    },
};

use super::sent::Given;
use crate::problem::Problem;

/// How many items a page holds when nothing is said.
const USUAL: i64 = 20;

crate::sent! {
    /// Which page of a list.
    struct Paged {
        /// `next` of the page before.
        cursor: Given<String>,
        /// How many items at most: 1 to 100, 20 when nothing is said.
        limit: Given<i64>,
    }
}

/// A page that somebody wants of a list.
pub struct Wanted {
    list: String,
    pub cursor: Option<String>,
    pub limit: usize,
}

impl Paged {
    pub fn of(self, list: &str) -> Result<Wanted, Problem> {
        wanted(list, self.cursor, self.limit)
    }
}

/// `list` names the list: a cursor of one is none of another.
pub fn wanted(list: &str, cursor: Given<String>, limit: Given<i64>) -> Result<Wanted, Problem> {
    let limit = limit.or(USUAL);
    if limit < 1 {
        return Err(mend("limit", "A page holds 1 to 100 items."));
    }
    let cursor = match cursor.into_option().filter(|c| !c.is_empty()) {
        Some(cursor) => {
            Some(opened(list, &cursor).ok_or_else(|| mend("cursor", "This cursor is none of this list. Begin again without one."))?)
        }
        None => None,
    };
    Ok(Wanted { list: list.to_owned(), cursor, limit: usize::try_from(limit).unwrap_or(LARGEST_PAGE).min(LARGEST_PAGE) })
}

impl Wanted {
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// The page as it is handed out.
    pub fn page<T>(&self, page: Page<T>) -> Page<T> {
        let next = page.next.map(|next| URL_SAFE_NO_PAD.encode(format!("{}\n{next}", self.list)));
        Page { items: page.items, next }
    }
}

fn opened(list: &str, cursor: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (of, cursor) = text.split_once('\n')?;
    (of == list).then(|| cursor.to_owned())
}

/// One thing to mend in what was sent.
pub fn mend(field: &str, words: &str) -> Problem {
    let fields = vec![FieldProblem::new(field, words)];
    Refused { kind: RefusalKind::Invalid, code: "unreadable".to_owned(), words: words.to_owned(), fields, retry_after_ms: None }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(cursor: &str) -> Result<Wanted, Problem> {
        wanted("asks", Given::So(cursor.to_owned()), Given::Not)
    }

    #[test]
    fn a_cursor_comes_back_as_it_was_and_only_to_its_own_list() {
        let page = asked("").expect("nothing said").page(Page { items: vec![1], next: Some("17:ä\n4".to_owned()) });
        let next = page.next.expect("there is more");
        assert!(next.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'), "{next} needs no escaping in an address");
        assert_eq!(asked(&next).expect("its own").cursor(), Some("17:ä\n4"));
        assert!(wanted("offers", Given::So(next), Given::Not).is_err());
        for rubbish in ["x", "17:4", "====", "AAAA"] {
            assert!(asked(rubbish).is_err(), "{rubbish}");
        }
    }

    #[test]
    fn a_page_holds_one_to_a_hundred() {
        let limit = |n| wanted("asks", Given::Not, Given::So(n)).map(|w| w.limit).ok();
        assert_eq!([limit(1), limit(100), limit(5_000), limit(0), limit(-3)], [Some(1), Some(100), Some(100), None, None]);
    }
}
