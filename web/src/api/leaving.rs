//! Taking everything along, a break, the end, and the way back.

use hub::{
    Command,
    leaving::{Command as Leaving, Words},
};

use super::{
    answer::{Answer, DONE, Done},
    sent::{Given, Nothing, Sends},
    visit::Writer,
};
use crate::{
    accounts,
    leaving::along::{self, Packed},
};

crate::sent! {
    /// What ends everything, in fourteen days.
    struct TheEnd {
        /// One's own, so that it does not happen by accident.
        username: String,
        /// The password.
        current: String,
        /// Whether the words written to others stay with them; they do when nothing is said.
        words: Given<Words>,
    }
}

pub async fn export(writer: Writer) -> Answer<Packed> {
    along::pack(&writer).await
}

pub async fn deactivate(writer: Writer, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.house().limits.leave(writer.id())?;
    writer.act(id, Command::Leaving(Leaving::Deactivate)).await?;
    Ok(out(&writer))
}

pub async fn come_back(writer: Writer, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.act(id, Command::Leaving(Leaving::Return)).await?;
    Ok(DONE)
}

pub async fn delete(writer: Writer, Sends { id, body, .. }: Sends<TheEnd>) -> Answer<Done> {
    accounts::confirm(&writer, &body.current).await?;
    writer.house().limits.leave(writer.id())?;
    let wish = Leaving::Delete { typed: body.username, words: body.words.or(Words::Stay) };
    writer.act(id, Command::Leaving(wish)).await?;
    Ok(out(&writer))
}

/// The session that this was wished by is closed like all others.
fn out(writer: &Writer) -> Done {
    Done { cookie: writer.session().map(|_| writer.no_session_cookie()) }
}
