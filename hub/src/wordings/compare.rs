//! What changed between two texts, word by word: the shortest way from one to the other (Myers, “An O(ND) difference algorithm”,
//! 1986). A pure function, bounded, so that nobody can write two texts that take long to compare.

/// A stretch of the two texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// Only in the older one.
    Gone(String),
    /// Only in the newer one.
    New(String),
}

/// Texts that are further apart than so many words are shown as one that went and one that came.
const MOST_CHANGES: usize = 600;

/// The way from the older text to the newer one. What went stands before what came in its place.
pub fn compare(older: &str, newer: &str) -> Vec<Piece> {
    let (old, new) = (words(older), words(newer));
    let same = |a: &&str, b: &&str| a.trim_end() == b.trim_end();
    let begin = old.iter().zip(&new).take_while(|(a, b)| same(a, b)).count();
    let left = old.len().min(new.len()) - begin;
    let end = old.iter().rev().zip(new.iter().rev()).take(left).take_while(|(a, b)| same(a, b)).count();
    let (old_middle, new_middle) = (&old[begin..old.len() - end], &new[begin..new.len() - end]);

    let mut pieces = Pieces::default();
    new[..begin].iter().for_each(|word| pieces.add(Step::Same, word));
    match steps(old_middle, new_middle) {
        Some(steps) => {
            let (mut x, mut y) = (0, 0);
            for step in steps {
                match step {
                    Step::Same => {
                        pieces.add(step, new_middle[y]);
                        (x, y) = (x + 1, y + 1);
                    }
                    Step::Gone => {
                        pieces.add(step, old_middle[x]);
                        x += 1;
                    }
                    Step::New => {
                        pieces.add(step, new_middle[y]);
                        y += 1;
                    }
                }
            }
        }
        None => {
            old_middle.iter().for_each(|word| pieces.add(Step::Gone, word));
            new_middle.iter().for_each(|word| pieces.add(Step::New, word));
        }
    }
    new[new.len() - end..].iter().for_each(|word| pieces.add(Step::Same, word));
    pieces.done()
}

/// Each with the white space behind it.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Same,
    Gone,
    New,
}

/// Furthest reaching paths, diagonal by diagonal, with one more change each round; then back along the one that arrived.
/// `None`: they are too far apart.
fn steps(old: &[&str], new: &[&str]) -> Option<Vec<Step>> {
    let grid = Grid { n: old.len() as isize, m: new.len() as isize };
    let most = (old.len() + new.len()).min(MOST_CHANGES) as isize;
    // Of each round, how far diagonals -d to d got; -1: they are not reached.
    let mut rounds: Vec<Vec<isize>> = Vec::new();
    for d in 0..=most {
        let mut round = vec![-1; 2 * d as usize + 1];
        for k in (-d..=d).step_by(2) {
            let Some((mut x, _)) = grid.enter(&rounds, d, k) else { continue };
            while x < grid.n && x - k < grid.m && old[x as usize].trim_end() == new[(x - k) as usize].trim_end() {
                x += 1;
            }
            round[(k + d) as usize] = x;
            if (x, x - k) == (grid.n, grid.m) {
                return Some(grid.back(&rounds, d));
            }
        }
        rounds.push(round);
    }
    None
}

/// One text to the right, the other one down.
#[derive(Clone, Copy)]
struct Grid {
    n: isize,
    m: isize,
}

impl Grid {
    /// Where round `d` comes onto diagonal `k`, and whether from above; `None` where it can't.
    fn enter(self, rounds: &[Vec<isize>], d: isize, k: isize) -> Option<(isize, bool)> {
        if d == 0 {
            return Some((0, false));
        }
        let reached = |k: isize| if k.abs() < d { rounds[d as usize - 1][(k + d - 1) as usize] } else { -1 };
        let down = Some(reached(k + 1)).filter(|x| *x >= 0 && x - k <= self.m);
        let right = Some(reached(k - 1)).filter(|x| *x >= 0).map(|x| x + 1).filter(|x| *x <= self.n);
        match (down, right) {
            (Some(down), right) if right.is_none_or(|right| down >= right) => Some((down, true)),
            (_, right) => right.map(|x| (x, false)),
        }
    }

    /// The steps of the path that arrived in round `d`.
    fn back(self, rounds: &[Vec<isize>], d: isize) -> Vec<Step> {
        let (mut x, mut y) = (self.n, self.m);
        let mut steps = Vec::new();
        for d in (0..=d).rev() {
            let k = x - y;
            let (begin, came_down) = self.enter(rounds, d, k).unwrap_or_default();
            while x > begin {
                steps.push(Step::Same);
                (x, y) = (x - 1, y - 1);
            }
            match (d, came_down) {
                (0, _) => {}
                (_, true) => {
                    steps.push(Step::New);
                    y -= 1;
                }
                (_, false) => {
                    steps.push(Step::Gone);
                    x -= 1;
                }
            }
        }
        steps.reverse();
        steps
    }
}

/// Neighbours of a kind become one piece, what went before what came.
#[derive(Default)]
struct Pieces {
    done: Vec<Piece>,
    same: String,
    gone: String,
    new: String,
}

impl Pieces {
    fn add(&mut self, step: Step, word: &str) {
        match step {
            Step::Same => {
                self.end_of_change();
                self.same.push_str(word);
            }
            Step::Gone => {
                self.end_of_same();
                self.gone.push_str(word);
            }
            Step::New => {
                self.end_of_same();
                self.new.push_str(word);
            }
        }
    }

    fn end_of_same(&mut self) {
        if !self.same.is_empty() {
            self.done.push(Piece::Same(std::mem::take(&mut self.same)));
        }
    }

    fn end_of_change(&mut self) {
        if !self.gone.is_empty() {
            self.done.push(Piece::Gone(std::mem::take(&mut self.gone)));
        }
        if !self.new.is_empty() {
            self.done.push(Piece::New(std::mem::take(&mut self.new)));
        }
    }

    fn done(mut self) -> Vec<Piece> {
        self.end_of_same();
        self.end_of_change();
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(older: &str, newer: &str) -> String {
        let say = |piece: Piece| match piece {
            Piece::Same(words) => words,
            Piece::Gone(words) => format!("[-{words}-]"),
            Piece::New(words) => format!("[+{words}+]"),
        };
        compare(older, newer).into_iter().map(say).collect()
    }

    #[test]
    fn what_changed_is_told_word_by_word() {
        for (older, newer, shown) in [
            ("", "", ""),
            ("A logo for my bakery", "A logo for my bakery", "A logo for my bakery"),
            ("A logo for my bakery", "A sign for my bakery", "A [-logo -][+sign +]for my bakery"),
            ("A logo", "A logo for my bakery", "A logo [+for my bakery+]"),
            ("one two three four", "two three five four", "[-one -]two three [+five +]four"),
            ("gone", "", "[-gone-]"),
            ("", "new", "[+new+]"),
        ] {
            assert_eq!(said(older, newer), shown, "{older} / {newer}");
        }
    }

    #[test]
    fn texts_that_are_far_apart_are_one_that_went_and_one_that_came() {
        let text = |word: &str| (0..MOST_CHANGES).map(|n| format!("{word}{n} ")).collect::<String>();
        let pieces = compare(&text("a"), &text("b"));
        assert!(matches!(pieces.as_slice(), [Piece::Gone(_), Piece::New(_)]), "{}", pieces.len());
    }

    proptest! {
        #[test]
        fn both_texts_are_in_what_is_shown(older in "[ab c\n]{0,40}", newer in "[ab c\n]{0,40}") {
            let pieces = compare(&older, &newer);
            let of = |keep: fn(&Piece) -> Option<&String>| pieces.iter().filter_map(keep).map(String::as_str).collect::<String>();
            let new = of(|piece| match piece { Piece::Same(words) | Piece::New(words) => Some(words), Piece::Gone(_) => None });
            let old = of(|piece| match piece { Piece::Same(words) | Piece::Gone(words) => Some(words), Piece::New(_) => None });
            prop_assert_eq!(new, newer);
            // White space is the newer text's.
            let plain = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(plain(&old), plain(&older));
        }
    }
}
