//! What every text of SQL keeps to.

use std::path::Path;

/// SQLite as it is built here (STAT4) plans a statement anew for each value that is bound to its limit, a tenth of a millisecond
/// each time (measured: a third of the store's work when a crowd came back). An expression it leaves alone.
#[test]
fn no_limit_is_a_bare_parameter() {
    let mut seen = 0;
    let mut dirs = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(dir) = dirs.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for (at, _) in text.match_indices("limit $") {
                let rest = text[at + "limit $".len()..].trim_start_matches(|c: char| c.is_ascii_digit());
                assert!(rest.starts_with(" + 0"), "{}: write limit $n + 0", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "the texts are looked at");
}
