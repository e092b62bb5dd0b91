//! The program itself: what is wrong is one line and a number that is not zero.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

fn collective(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_collective"));
    command.args(args).env_remove("COLLECTIVE_LOG");
    command
}

/// One line, a failure, and these words in it.
fn is_one_line(output: &Output, words: &str) {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "it went well: {said}");
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    assert!(said.starts_with("collective: ") && said.contains(words), "{said}");
}

#[test]
fn what_is_mistyped_is_said_in_one_line() {
    for (args, words) in [
        (&["--lisen", "127.0.0.1:1"][..], "--lisen"),
        (&["serve", "--listen", "everywhere"], "everywhere"),
        (&["mint", "--members", "3"], "--out"),
        (&["member", "ana"], "--admin"),
        (&["--database-url", "mysql://x/y"], "postgres://"),
        (&["--trusted-proxy", "10.0.0"], "10.0.0"),
        (&["--contact", "http://example.org"], "https://"),
        (&["--config", "/no/such/file"], "/no/such/file"),
    ] {
        is_one_line(&collective(args).output().expect("it runs"), words);
    }
}

/// A small collection of its own: two queries, three documents, one of them without metadata.
fn judged(dir: &std::path::Path, qrels: &str) -> Vec<String> {
    let write = |name: &str, text: &str| {
        let path = dir.join(name);
        std::fs::write(&path, text).expect("it is the test's own directory");
        path.display().to_string()
    };
    let corpus = write(
        "corpus.jsonl",
        concat!(
            r#"{"_id": "rye", "title": "Sourdough in four evenings", "text": "Rye, buns.", "metadata": {"kind": "course", "language": "en"}}"#,
            "\n",
            r#"{"_id": "tax", "title": "Tax returns", "text": "Forms for freelancers."}"#,
            "\n\n",
            r#"{"_id": "plants", "text": "Diseases of vegetables and garden plants", "metadata": {}}"#,
        ),
    );
    let queries = write(
        "queries.jsonl",
        concat!(
            r#"{"_id": "bread", "title": "Learn to bake sourdough", "text": "", "metadata": {"kind": "learning", "language": "en"}}"#,
            "\n",
            r#"{"_id": "tomatoes", "title": "My tomatoes are sick", "text": "Spots on every leaf."}"#,
        ),
    );
    let args = ["relevance", "--corpus", &corpus, "--queries", &queries, "--qrels", &write("qrels.tsv", qrels)];
    args.map(str::to_owned).to_vec()
}

#[test]
fn a_judged_collection_is_measured_and_meaning_finds_what_words_do_not() {
    let dir = tempfile::tempdir().expect("a directory");
    let args = judged(dir.path(), "query-id\tcorpus-id\tscore\nbread\trye\t3\ntomatoes\tplants\t2\ntomatoes\ttax\t0\n");
    let output = collective(&args.iter().map(String::as_str).collect::<Vec<_>>()).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said} {}", String::from_utf8_lossy(&output.stderr));
    let ndcg = |engine: &str| {
        let line = said.lines().find(|line| line.starts_with(engine)).unwrap_or_else(|| panic!("{said}"));
        line.split_whitespace().nth(1).and_then(|word| word.parse::<f64>().ok()).unwrap_or_else(|| panic!("{said}"))
    };
    assert_eq!((ndcg("bm25"), ndcg("hybrid")), (0.5, 1.0), "{said}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("hybrid: 2 of 2"));
}

#[test]
fn a_bad_collection_is_refused_with_the_file_and_the_line() {
    let dir = tempfile::tempdir().expect("a directory");
    for (qrels, words) in [
        ("bread\trye\t3\nbread\tcake\t1\n", "qrels.tsv:2: there is no document cake"),
        ("bread\trye\t3\nnobody\trye\t1\n", "qrels.tsv:2: there is no query nobody"),
        ("bread\trye\t3\nbread rye 3\n", "qrels.tsv:2: there are 1 columns"),
        ("bread\trye\t3\nbread\ttax\tmuch\n", "qrels.tsv:2: \"much\" is no grade"),
        ("bread\trye\t3\n\nbread\trye\t2\n", "qrels.tsv:3: bread and rye are judged 3 and 2"),
        ("", "nothing is judged in it"),
    ] {
        let args = judged(dir.path(), qrels);
        is_one_line(&collective(&args.iter().map(String::as_str).collect::<Vec<_>>()).output().expect("it runs"), words);
    }
    let mut args = judged(dir.path(), "bread\trye\t3\n");
    std::fs::write(&args[2], "{\"_id\": \"rye\", \"text\": \"Rye\"}\n{\"_id\": \"rye\"").expect("the test's own file");
    is_one_line(&collective(&args.iter().map(String::as_str).collect::<Vec<_>>()).output().expect("it runs"), "corpus.jsonl:2: ");
    args[2] = "/no/such/file".to_owned();
    is_one_line(&collective(&args.iter().map(String::as_str).collect::<Vec<_>>()).output().expect("it runs"), "/no/such/file: ");
}

#[test]
fn the_engine_of_a_model_wants_one() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut args = judged(dir.path(), "bread\trye\t3\n");
    args.extend(["--engine", "model"].map(str::to_owned));
    is_one_line(&collective(&args.iter().map(String::as_str).collect::<Vec<_>>()).output().expect("it runs"), "--embedding-model");
    args.extend(["--embedding-model", "/no/such/model"].map(str::to_owned));
    is_one_line(&collective(&args.iter().map(String::as_str).collect::<Vec<_>>()).output().expect("it runs"), "/no/such/model: ");
}

/// Whether it can't load models, or this one does not exist: it says so and touches nothing.
#[test]
fn a_hub_does_not_start_without_the_model_it_was_told_to_use() {
    let dir = tempfile::tempdir().expect("a directory");
    let data = dir.path().join("data");
    let args = ["--data-dir", data.to_str().expect("plain"), "--listen", "127.0.0.1:0", "--embedding-model", "/no/such/model"];
    let words = if cfg!(feature = "embedding-model") { "there is no such directory" } else { "--features embedding-model" };
    is_one_line(&collective(&args).output().expect("it runs"), words);
    assert!(!data.exists());
}

#[test]
fn help_explains_every_option() {
    let output = collective(&["--help"]).output().expect("it runs");
    let help = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success());
    for word in [
        "--listen",
        "--data-dir",
        "--database-url",
        "--redis-url",
        "--public-url",
        "--demo",
        "--trusted-proxy",
        "--limits",
        "--embedding-model",
        "--files-url",
        "--run-by",
        "--contact",
        "--config",
        "COLLECTIVE_LISTEN",
        "COLLECTIVE_TWILIO_AUTH_TOKEN",
        "COLLECTIVE_FILES_SECRET_KEY",
        "migrate",
        "restored",
        "seed",
        "mint",
        "member",
        "relevance",
    ] {
        assert!(help.contains(word), "{word} in {help}");
    }
    for job in ["migrate", "restored", "seed", "mint", "member"] {
        let output = collective(&[job, "--help"]).output().expect("it runs");
        assert!(
            String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ").contains("Stop"),
            "{job} says that the hub must not run"
        );
    }
}

#[test]
fn what_stands_in_the_way_of_a_start_is_said_in_one_line() {
    let dir = tempfile::tempdir().expect("a directory");
    let data = dir.path().to_str().expect("plain");
    let unreachable = ["--data-dir", data, "--listen", "127.0.0.1:0", "--database-url", "postgres://nobody:s3cret@127.0.0.1:1/none"];
    let output = collective(&unreachable).output().expect("it runs");
    is_one_line(&output, "PostgreSQL at 127.0.0.1:1 does not let us in");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.to_lowercase().contains("connection refused") && !said.contains("s3cret"), "{said}");

    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    is_one_line(&collective(&["--data-dir", data, "--listen", &address]).output().expect("it runs"), &address);

    let _lock = web::server::lock(dir.path()).expect("locked");
    for args in [
        &["--data-dir", data, "--listen", "127.0.0.1:0"][..],
        &["--data-dir", data, "member", "ana", "--admin"],
        &["--data-dir", data, "seed", "--remove"],
    ] {
        is_one_line(&collective(args).output().expect("it runs"), "in use");
    }
}

#[test]
fn it_says_what_runs_and_leaves_when_told() {
    let dir = tempfile::tempdir().expect("a directory");
    let data = dir.path().to_str().expect("plain");
    let mut hub = collective(&["--data-dir", data, "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().expect("it runs");
    let mut lines = BufReader::new(hub.stdout.take().expect("its output")).lines().map(|l| l.expect("a line"));
    assert!(lines.next().expect("a first line").starts_with("AI Collective runs at http://127.0.0.1:"));
    let said: Vec<String> = lines.by_ref().take(10).collect();
    for words in [
        "database",
        "meanings",
        "files      in ",
        "texts",
        "off",
        "COLLECTIVE_TWILIO_ACCOUNT_SID",
        "*.eml",
        "--smtp-url",
        "--demo",
        "run by     off",
        "--run-by and --contact",
        "COLLECTIVE_METRICS_TOKEN",
    ] {
        assert!(said.iter().any(|l| l.contains(words)), "{words} in {said:?}");
    }
    let asked = Instant::now();
    let killed = Command::new("kill").args(["-TERM", &hub.id().to_string()]).status().expect("kill runs");
    assert!(killed.success());
    let status = hub.wait().expect("it ends");
    assert!(status.success(), "{status}");
    assert!(asked.elapsed() < Duration::from_secs(15), "it took {:?}", asked.elapsed());
    assert!(lines.any(|l| l.contains("Goodbye")));
}

#[test]
fn members_are_minted_and_looked_after_from_the_console() {
    let dir = tempfile::tempdir().expect("a directory");
    let (data, out) = (dir.path().join("data"), dir.path().join("tokens"));
    let (data, file) = (data.to_str().expect("plain"), out.to_str().expect("plain"));
    let minted = collective(&["mint", "--members", "600", "--out", file, "--data-dir", data]).output().expect("it runs");
    assert!(minted.status.success(), "{}", String::from_utf8_lossy(&minted.stderr));
    let lines: Vec<String> = std::fs::read_to_string(&out).expect("written").lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 600);
    let handle = lines[0].split_once(" ct_").expect("handle and token").0;

    let admin = collective(&["member", handle, "--admin", "--data-dir", data]).output().expect("it runs");
    assert!(admin.status.success() && String::from_utf8_lossy(&admin.stdout).contains("is an admin now"));
    for (password, fine) in [("short\n", false), ("four warm plain words\n", true)] {
        let mut child = collective(&["member", handle, "--password", "--data-dir", data])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it runs");
        child.stdin.take().expect("its input").write_all(password.as_bytes()).expect("written");
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.success(), fine, "{}", String::from_utf8_lossy(&output.stderr));
    }
    for (words, args) in [("is built: 40 invented", &["seed", "--demo"][..]), ("is gone: 40 members", &["seed", "--remove"])] {
        let town = tempfile::tempdir().expect("a directory");
        let place = town.path().to_str().expect("plain");
        let run = |args: &[&str]| collective(&[args, &["--data-dir", place][..]].concat()).output().expect("it runs");
        let built = run(&["seed", "--demo"]);
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let output = if words.contains("gone") { run(args) } else { built };
        let shut_out = String::from_utf8_lossy(&output.stdout).contains("start it again");
        assert_eq!(shut_out, words.contains("gone"), "a hub elsewhere on the same database is not forgotten");
        assert!(String::from_utf8_lossy(&output.stdout).contains(words), "{}", String::from_utf8_lossy(&output.stdout));
    }
    is_one_line(&collective(&["seed", "--demo", "--data-dir", data]).output().expect("it runs"), "real members");
    is_one_line(&collective(&["member", "nobody", "--admin", "--data-dir", data]).output().expect("it runs"), "nobody");
}
