//! Searching one's own messages by their words. The database finds candidates, one text for both engines; what a word
//! matches is decided here, for every script the same, and so is where it stands.

use hub::{ConversationId, Timestamp, UserId, kernel::page::Page, messaging::FoundMessage};
use sqlx::AssertSqlSafe;

use crate::{Fault, Tx, args, messaging::split_cursor, profiles};

/// So many words are looked for; further ones are not.
const MOST_WORDS: usize = 6;

/// So many characters of a message stand around the first place.
const AROUND: usize = 160;

/// Messages with all of these words, begun or whole, in conversations of `reader`, the latest first; in one of them only, when
/// it is given. The cursor is `sent_at:conversation:no`.
pub async fn page_found(
    db: &mut Tx,
    reader: UserId,
    within: Option<ConversationId>,
    words: &str,
    cursor: Option<&str>,
    limit: usize,
) -> Result<Page<FoundMessage>, Fault> {
    let words = words_of(words);
    let Some(longest) = words.iter().max_by_key(|w| w.len()) else {
        return Ok(Page::cut(Vec::new(), limit, |_: &FoundMessage| String::new()));
    };
    let pattern = pattern(longest);
    let mut after = cursor.and_then(split_found).unwrap_or((Timestamp(i64::MAX), i64::MAX, i64::MAX));
    let mut found = Vec::new();
    // A pattern lets a little more through than the words; what it lets through too much is made up for.
    while found.len() <= limit {
        let asked = limit as i64 + 1;
        let rows = db
            .rows(
                AssertSqlSafe(format!(
                    "select {card}, m.conversation_id, m.no, m.author, m.body, m.sent_at
                     from conversation_members r
                     join messages m on m.conversation_id = r.conversation_id
                     join conversation_members o on o.conversation_id = r.conversation_id and o.user_id <> r.user_id
                     join users u on u.id = o.user_id
                     join standing st on st.user_id = u.id
                     where r.user_id = $1 and (r.conversation_id = $2 or $2 = 0) and (m.hidden_at is null or m.author = $1) and lower(m.body) like $3 escape '\\'
                       and (m.sent_at < $4 or (m.sent_at = $4 and (m.conversation_id < $5 or (m.conversation_id = $5 and m.no < $6))))
                     order by m.sent_at desc, m.conversation_id desc, m.no desc limit $7 + 0",
                    card = profiles::CARD,
                )),
                args![reader, within.map_or(0, |c| c.0), &pattern, after.0, after.1, after.2, asked],
            )
            .await?;
        for row in &rows {
            let (conversation, no, sent_at): (ConversationId, i64, Timestamp) =
                (row.get("conversation_id")?, row.get("no")?, row.get("sent_at")?);
            after = (sent_at, conversation.0, no);
            if let Some(pieces) = pieces(&row.get::<String>("body")?, &words) {
                found.push(FoundMessage { conversation, other: profiles::card(row)?, no, by: row.get("author")?, sent_at, pieces });
            }
        }
        if (rows.len() as i64) < asked {
            break;
        }
    }
    Ok(Page::cut(found, limit, |m| format!("{}:{}:{}", m.sent_at.0, m.conversation, m.no)))
}

fn split_found(cursor: &str) -> Option<(Timestamp, i64, i64)> {
    let (first, no) = cursor.rsplit_once(':')?;
    let (at, conversation) = split_cursor(first)?;
    Some((at, conversation, no.parse().ok()?))
}

/// What is looked for, folded.
fn words_of(typed: &str) -> Vec<Vec<char>> {
    let mut words: Vec<Vec<char>> = Vec::new();
    for word in typed.split_whitespace() {
        let word: Vec<char> = word.chars().map(folded).collect();
        if !words.contains(&word) && words.len() < MOST_WORDS {
            words.push(word);
        }
    }
    words
}

/// Upper and lower case are the same. One character stays one, so that places in the folded text are places in the text.
fn folded(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// For `like`: the engines agree on the case of ASCII only, so any other character may stand at its place.
fn pattern(word: &[char]) -> String {
    let mut pattern = String::from("%");
    for c in word {
        match c {
            '%' | '_' | '\\' => pattern.extend(['\\', *c]),
            // The sign for Kelvin is a k, too, and to a Turkish database I is no i.
            c if c.is_ascii() && !matches!(c, 'i' | 'k') => pattern.push(*c),
            _ => pattern.push('_'),
        }
    }
    pattern.push('%');
    pattern
}

/// The part of a text around the first of the words, cut where they stand: odd pieces are what was looked for. `None` when one
/// of them is not there.
fn pieces(body: &str, words: &[Vec<char>]) -> Option<Vec<String>> {
    let text: Vec<char> = body.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let low: Vec<char> = text.iter().map(|c| folded(*c)).collect();
    let mut is_hit = vec![false; text.len()];
    let mut first = text.len();
    for word in words {
        let mut there = false;
        for at in 0..=low.len().checked_sub(word.len())? {
            if low[at..].starts_with(word) {
                there = true;
                first = first.min(at);
                is_hit[at..at + word.len()].fill(true);
            }
        }
        if !there {
            return None;
        }
    }
    // A short text stands whole, wherever the word is.
    let begin = if text.len() <= AROUND { 0 } else { first.saturating_sub(AROUND / 3) };
    let end = (begin + AROUND).min(text.len());
    let mut pieces = vec![if begin > 0 { "…".to_owned() } else { String::new() }];
    let mut marked = false;
    for at in begin..end {
        if is_hit[at] != marked {
            pieces.push(String::new());
            marked = is_hit[at];
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(text[at]);
        }
    }
    if end < text.len() {
        if marked {
            pieces.push(String::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push('…');
        }
    }
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str, words: &str) -> Option<Vec<String>> {
        pieces(body, &words_of(words))
    }

    #[test]
    fn every_word_has_to_be_there_and_stands_at_an_odd_place() {
        assert_eq!(found("Thursday at seven?", "SEV thu"), Some(["", "Thu", "rsday at ", "sev", "en?"].map(str::to_owned).into()));
        assert_eq!(found("Thursday at seven?", "thu eight"), None);
        assert_eq!(found("Grüße aus Köln", "KÖLN"), Some(["Grüße aus ", "Köln"].map(str::to_owned).into()));
        assert_eq!(found("a", "longer than that"), None);
    }

    #[test]
    fn overlapping_words_are_one_place() {
        assert_eq!(found("banana", "ana nan"), Some(["b", "anana"].map(str::to_owned).into()));
    }

    #[test]
    fn a_long_message_is_cut_around_the_first_place() {
        let body = format!("{}needle{}", "x".repeat(300), "y".repeat(300));
        let pieces = found(&body, "needle").expect("it is there");
        assert_eq!((pieces[1].as_str(), pieces.len()), ("needle", 3));
        assert!(pieces[0].starts_with('…') && pieces[2].ends_with('…'));
        assert!(pieces.concat().chars().count() <= AROUND + 2);
    }

    #[test]
    fn what_patterns_mean_is_looked_for_as_it_stands() {
        assert_eq!(pattern(&words_of("50%_\\a")[0]), "%50\\%\\_\\\\a%");
        assert_eq!(pattern(&words_of("Größe")[0]), "%gr__e%");
    }

    #[test]
    fn a_short_text_stands_whole_also_when_the_word_comes_last() {
        let body = format!("{} word", "a ".repeat(40));
        assert_eq!(found(&body, "word").map(|pieces| pieces.concat()), Some(body));
    }

    proptest::proptest! {
        #[test]
        fn the_pieces_of_a_short_text_are_the_text(body in "[a-cÄä ]{0,60}", words in "[a-cÄä]{1,3}( [a-cÄä]{1,2})?") {
            if let Some(pieces) = found(&body, &words) {
                proptest::prop_assert_eq!(pieces.concat(), body);
                for piece in pieces.iter().skip(1).step_by(2) {
                    proptest::prop_assert!(!piece.is_empty());
                }
            }
        }
    }
}
