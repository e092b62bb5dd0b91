//! Members for load tests: many at once, without passwords, each with a token.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hub::{
    Answer, By, Command, CommandId, Envelope, Timestamp, UserId,
    accounts::{Command as Accounts, SecretHash},
};
use sha2::{Digest, Sha256};

use crate::{Carried, Failure, Fault, Store, args};

/// Members in one batch.
const AT_ONCE: usize = 500;

impl Store {
    /// Makes `n` members called load000001 and on, after those that are there. Their handles and the secrets of their
    /// tokens, which are known nowhere else. `rng` gives 32 random bytes.
    pub async fn mint(&self, n: usize, rng: &mut (dyn FnMut() -> [u8; 32] + Send), now: Timestamp) -> Result<Vec<(String, String)>, Fault> {
        let first = self.next_load_number().await?;
        let mut minted = Vec::with_capacity(n);
        let numbers: Vec<i64> = (first..first + n as i64).collect();
        for some in numbers.chunks(AT_ONCE) {
            let name = format!("mint:{}:{}", now.0, some[0]);
            let sign_ups = some.iter().map(|i| envelope(By::Visitor, format!("mint:{i}"), sign_up(*i), now)).collect::<Result<_, _>>()?;
            let users = users_of(self.carry_out(&format!("{name}:users"), sign_ups).await)?;
            let mut tokens = Vec::with_capacity(users.len());
            for (user, handle) in users {
                let secret = format!("ct_{}", URL_SAFE_NO_PAD.encode(rng()));
                let make = Accounts::MakeToken { name: "load test".to_owned(), secret: hashed(&secret) };
                tokens.push(envelope(By::Member(user), format!("mint:{}", now.0), make, now)?);
                minted.push((handle, secret));
            }
            all_done(self.carry_out(&format!("{name}:tokens"), tokens).await)?;
        }
        Ok(minted)
    }

    async fn next_load_number(&self) -> Result<i64, Fault> {
        let mut db = self.read().await?;
        let rows = db.rows("select username from users where username like 'load______%'", args![]).await?;
        let mut highest = 0;
        for row in rows {
            let username: String = row.get("username")?;
            // Somebody may call themselves loadmaster.
            highest = username.strip_prefix("load").and_then(|n| n.parse().ok()).unwrap_or(0).max(highest);
        }
        Ok(highest + 1)
    }
}

fn sign_up(i: i64) -> Accounts {
    Accounts::SignUp {
        username: format!("load{i:06}"),
        email: format!("load{i:06}@load.invalid"),
        name: format!("Load {i}"),
        password: None,
        timezone: "UTC".to_owned(),
        language: "en".to_owned(),
    }
}

/// As the door looks tokens up: SHA-256 of the whole secret, hex.
fn hashed(secret: &str) -> SecretHash {
    SecretHash(Sha256::digest(secret).iter().map(|b| format!("{b:02x}")).collect())
}

fn envelope(by: By, id: String, command: Accounts, at: Timestamp) -> Result<Envelope, Fault> {
    let id = CommandId::new(id).map_err(|p| Fault::Corrupt(p.words))?;
    Ok(Envelope { id, by, command: Command::Accounts(command), at, locale: hub::Locale::En })
}

fn users_of(carried: Carried) -> Result<Vec<(UserId, String)>, Fault> {
    let answers = all_done(carried)?.into_iter();
    Ok(answers.filter_map(|a| if let Answer::User { id, handle } = a { Some((id, handle)) } else { None }).collect())
}

fn all_done(carried: Carried) -> Result<Vec<Answer>, Fault> {
    let broken = |failure| match failure {
        Failure::Fault(fault) => fault,
        Failure::Refused(refusal) => Fault::Corrupt(format!("a member for tests was refused: {refusal}")),
    };
    carried.answers.into_iter().map(|a| a.map_err(broken)).collect()
}
