//! What the operator does from the console, while no hub runs on the same data: bring up to date, seed, mint, look after a
//! member.

use std::{
    io::{BufRead, IsTerminal, Write},
    path::Path,
};

use hub::{By, Clock, Command, Envelope, accounts, accounts::Role};
use store::{Failure, OpenError, Store};

use crate::{
    clock::SystemClock,
    config::Settings,
    demo::town,
    passwords, secrets,
    server::{self, StartError},
};

/// Brings the database up to date; the names of all steps.
pub async fn migrate(settings: &Settings) -> Result<Vec<String>, StartError> {
    let _lock = server::lock(&settings.data_dir)?;
    Ok(Store::migrate(&settings.database_url).await?)
}

/// The database is one that was put back: numbers of its inboxes may be given out a second time, for something else. So cursors
/// of before count for nothing.
pub async fn restored(settings: &Settings) -> Result<(), StartError> {
    let _lock = server::lock(&settings.data_dir)?;
    Store::begin_epoch(&settings.database_url, rand::random::<u64>()).await?;
    Ok(())
}

/// Fills in what every hub has; with `--demo` the invented town; or takes the town away.
pub async fn seed(settings: &Settings, remove: bool) -> Result<Vec<String>, StartError> {
    let _lock = server::lock(&settings.data_dir)?;
    let store = server::open_store(settings, &server::fresh_name()).await?;
    let now = SystemClock.now();
    let mut said = vec![town::furnish(&store).await?];
    if remove {
        said.push(town::remove(&store, now).await?);
        said.push("What can be searched is built anew when the hub starts next.".to_owned());
        said.push("If a hub runs on this database from another data directory, start it again: it may remember some of the town, or write no more.".to_owned());
        // The index is a cache: without it nothing of the town can be found, and the next start builds it anew.
        let _ = std::fs::remove_dir_all(settings.data_dir.join("search"));
    } else {
        match town::build(&store, settings.demo, now).await? {
            town::Town::NotHere(why) => return Err(StartError::Other(why)),
            built => said.push(format!("The demo town: {}.", built.words())),
        }
    }
    store.close().await;
    Ok(said)
}

/// Makes members without passwords and writes `handle token` a line.
pub async fn mint(settings: &Settings, members: u32, out: &Path) -> Result<(), StartError> {
    let _lock = server::lock(&settings.data_dir)?;
    let failed = |e: std::io::Error| StartError::Other(format!("{} can't be written: {e}", out.display()));
    let mut file = std::io::BufWriter::new(private_file(out).map_err(failed)?);
    let store = server::open_store(settings, &server::fresh_name()).await?;
    let minted = store.mint(members as usize, &mut rand::random::<[u8; 32]>, SystemClock.now()).await.map_err(OpenError::Fault)?;
    for (handle, token) in minted {
        writeln!(file, "{handle} {token}").map_err(failed)?;
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

/// What `collective member` does.
#[derive(Clone, Copy, Debug)]
pub enum Care {
    MakeAdmin,
    NewPassword,
}

/// Looks after one member; what was done, in words.
pub async fn member(settings: &Settings, handle: &str, care: Care) -> Result<String, StartError> {
    let _lock = server::lock(&settings.data_dir)?;
    let store = server::open_store(settings, &server::fresh_name()).await?;
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
    carry_out(&store, command).await?;
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

async fn carry_out(store: &Store, command: accounts::Command) -> Result<(), StartError> {
    let envelope = Envelope { id: secrets::command_id(), by: By::Console, command: Command::Accounts(command), at: SystemClock.now(), locale: hub::Locale::En };
    let carried = store.carry_out(&secrets::random::<16>(), vec![envelope]).await;
    for answer in carried.answers {
        answer.map_err(|failure| match failure {
            Failure::Refused(refusal) => StartError::Other(refusal.to_string()),
            Failure::Fault(fault) => OpenError::Fault(fault).into(),
        })?;
    }
    Ok(())
}
