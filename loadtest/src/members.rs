//! The file that `collective mint --members N --out FILE` writes: `handle token`, one member a line.

use std::path::Path;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub handle: String,
    pub token: String,
}

/// Reads the file. Empty lines and lines that begin with `#` are passed over. The error is for people.
pub fn read_file(path: &Path) -> Result<Vec<Member>, String> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|e| format!("can't read the tokens in {shown}: {e}. `collective mint --members 2000 --out {shown}` makes them"))?;
    let members = read(&text).map_err(|line| format!("line {line} of {shown} is not “handle token”"))?;
    if members.is_empty() {
        return Err(format!("there is no member in {shown}"));
    }
    Ok(members)
}

/// `Err` is the number of the first line that is not `handle token`.
fn read(text: &str) -> Result<Vec<Member>, usize> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    lines
        .map(|(at, line)| match line.split_whitespace().collect::<Vec<_>>()[..] {
            [handle, token] => Ok(Member { handle: handle.to_owned(), token: token.to_owned() }),
            _ => Err(at + 1),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_member_and_a_broken_one_is_named() {
        let ana = Member { handle: "ana".to_owned(), token: "t1".to_owned() };
        assert_eq!(read("# minted\nana t1\n\n"), Ok(vec![ana]));
        assert_eq!(read("ana t1\nbo\n"), Err(2));
    }

    #[test]
    fn a_missing_file_says_how_to_make_one() {
        let words = read_file(Path::new("/nowhere/tokens")).unwrap_err();
        assert!(words.contains("/nowhere/tokens") && words.contains("collective mint"), "{words}");
    }
}
