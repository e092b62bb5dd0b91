//! What the operator does from the console, while no hub runs on the same data: bring up to date, seed, mint, look after a
//! member.

use std::{
    io::{BufRead, IsTerminal, Write},
    path::Path,
};

use hub::{Answer, By, Clock, Command, CommandId, Envelope, Refusal, accounts, accounts::Role};
use store::{Failure, Store};

use crate::{
    clock::SystemClock,
    config::Settings,
    passwords, secrets,
    server::{self, StartError},
};

/// Members made in one transaction.
const A_BATCH: u32 = 500;

/// Brings the database up to date; the names of all steps.
pub async fn migrate(settings: &Settings) -> Result<Vec<String>, StartError> {
    let _lock = server::lock(&settings.data_dir)?;
    Ok(Store::migrate(&settings.database_url).await?)
}

/// Fills in what every hub has; with `--demo` the invented town; or takes the town away.
pub async fn seed(settings: &Settings, remove: bool) -> Result<String, StartError> {
    let _lock = server::lock(&settings.data_dir)?;
    let store = server::open_store(settings).await?;
    let said = crate::demo::town::tend(&store, settings.demo, remove).await?;
    store.close().await;
    Ok(said)
}

/// Makes members without passwords and writes `handle token` a line.
pub async fn mint(settings: &Settings, members: u32, out: &Path) -> Result<(), StartError> {
    let _lock = server::lock(&settings.data_dir)?;
    let failed = |e: std::io::Error| StartError::Other(format!("{} can't be written: {e}", out.display()));
    let mut file = std::io::BufWriter::new(private_file(out).map_err(failed)?);
    let store = server::open_store(settings).await?;
    // A name of its own for every minting, so that one can be repeated.
    let batch: String = secrets::random::<5>().to_lowercase();
    let mut made = 0;
    while made < members {
        let now = (members - made).min(A_BATCH);
        for line in mint_some(&store, &batch, made, now).await? {
            writeln!(file, "{line}").map_err(failed)?;
        }
        made += now;
    }
    file.flush().map_err(failed)?;
    store.close().await;
    Ok(())
}

/// It holds secrets: nobody else reads it.
fn private_file(path: &Path) -> std::io::Result<std::fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(path)
}

async fn mint_some(store: &Store, batch: &str, first: u32, how_many: u32) -> Result<Vec<String>, StartError> {
    let handles: Vec<String> = (first..first + how_many).map(|n| format!("m-{batch}-{n}")).collect();
    let sign_ups = handles.iter().map(|handle| {
        let command = accounts::Command::SignUp {
            username: handle.clone(),
            email: format!("{handle}@load.invalid"),
            name: String::new(),
            password: None,
            timezone: String::new(),
            language: String::new(),
        };
        (By::Console, command)
    });
    let mut tokens = Vec::with_capacity(handles.len());
    let mut lines = Vec::with_capacity(handles.len());
    for (handle, answer) in handles.iter().zip(carry_out(store, sign_ups).await?) {
        let Answer::User { id, .. } = answer else { return Err(StartError::Other(format!("{handle} could not be made"))) };
        let token = secrets::token();
        tokens.push((By::Member(id), accounts::Command::MakeToken { name: "load test".to_owned(), secret: secrets::hash(&token) }));
        lines.push(format!("{handle} {token}"));
    }
    carry_out(store, tokens.into_iter()).await?;
    Ok(lines)
}

/// What `collective member` does.
#[derive(Clone, Copy, Debug)]
pub enum Care {
    MakeAdmin,
    NewPassword,
}

/// Looks after one member; what was done, in words.
pub async fn member(settings: &Settings, handle: &str, care: Care) -> Result<String, StartError> {
    let _lock = server::lock(&settings.data_dir)?;
    let store = server::open_store(settings).await?;
    let mut db = store.read().await.map_err(store::OpenError::from)?;
    let found = store::accounts::find_credentials(&mut db, handle).await.map_err(store::OpenError::from)?;
    drop(db);
    let known = found.ok_or_else(|| StartError::Other(format!("there is no member {handle}")))?;
    let (command, words) = match care {
        Care::MakeAdmin => {
            (accounts::Command::SetRole { user: known.user, role: Role::Admin }, format!("@{} is an admin now.", known.handle))
        }
        Care::NewPassword => {
            let typed = read_password().map_err(|e| StartError::Other(format!("no password could be read: {e}")))?;
            accounts::rules::password(&typed, &known.handle, &known.email).map_err(|p| StartError::Other(p.words))?;
            let to = passwords::hash_now(&typed).map_err(|e| StartError::Other(e.to_string()))?;
            let words = format!("@{} has a new password; every session and token of theirs is closed.", known.handle);
            (accounts::Command::ResetPassword { user: known.user, to }, words)
        }
    };
    carry_out(&store, std::iter::once((By::Console, command))).await?;
    store.close().await;
    Ok(words)
}

/// From the terminal, not shown; or the first line of what is piped in.
fn read_password() -> std::io::Result<String> {
    let asking = std::io::stdin().is_terminal();
    if asking {
        eprint!("New password (at least {} characters, not shown): ", accounts::rules::PASSWORD_LEAST);
        std::io::stderr().flush()?;
    }
    let _silence = asking.then(Silence::begin);
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    if asking {
        eprintln!();
    }
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// The terminal does not show what is typed, for as long as this lives.
struct Silence;

impl Silence {
    fn begin() -> Silence {
        // Without stty the password is seen: better than not getting in.
        let _ = std::process::Command::new("stty").arg("-echo").status();
        Silence
    }
}

impl Drop for Silence {
    fn drop(&mut self) {
        let _ = std::process::Command::new("stty").arg("echo").status();
    }
}

async fn carry_out(
    store: &Store,
    commands: impl Iterator<Item = (By, accounts::Command)>,
) -> Result<Vec<Answer>, StartError> {
    let at = SystemClock.now();
    let envelopes = commands.map(|(by, command)| Envelope { id: fresh_id(), by, command: Command::Accounts(command), at }).collect();
    let carried = store.carry_out(&secrets::random::<16>(), envelopes).await;
    let answers = carried.answers.into_iter().map(|answer| {
        answer.map_err(|failure| match failure {
            Failure::Refused(refusal) => StartError::Other(words(&refusal)),
            Failure::Fault(fault) => StartError::Other(fault.to_string()),
        })
    });
    answers.collect()
}

fn fresh_id() -> CommandId {
    secrets::command_id()
}

fn words(refusal: &Refusal) -> String {
    refusal.to_string().replace('\n', " ")
}
