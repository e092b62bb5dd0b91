//! What members have chosen about who finds them and who may write to them first.

use hub::{
    Answer, By, Event, Timestamp, UserId,
    command::AnyRefusal,
    privacy::{
        Command, Event as Happened, First, Privacy,
        rules::{self, Between},
    },
};

use crate::{Failure, Fault, Tx, args, batch::Work};

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    let user = by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
    let Command::Change { public, found, first } = command;
    let was = find(&mut work.tx, user).await?;
    let privacy = Privacy { public: public.unwrap_or(was.public), found: found.unwrap_or(was.found), first: first.unwrap_or(was.first) };
    if privacy == was {
        return Ok(Answer::Done);
    }
    // Since when stays as it was, for what does not change.
    let sql = "update users set public_at = case when $2 = 0 then null else coalesce(public_at, $5) end,
                   unlisted_at = case when $3 = 1 then null else coalesce(unlisted_at, $5) end, first_word = $4
               where id = $1";
    work.tx.run(sql, args![user, i64::from(privacy.public), i64::from(privacy.found), privacy.first.word(), at]).await?;
    work.happened(Event::Privacy(Happened::Changed { user, privacy }), at);
    Ok(Answer::Done)
}

pub async fn find(db: &mut Tx, user: UserId) -> Result<Privacy, Fault> {
    let row = db.row("select public_at, unlisted_at, first_word from users where id = $1", args![user]).await?;
    row.map_or(Ok(Privacy::default()), |row| {
        Ok(Privacy {
            public: row.get::<Option<Timestamp>>("public_at")?.is_some(),
            found: row.get::<Option<Timestamp>>("unlisted_at")?.is_none(),
            first: row.word("first_word")?,
        })
    })
}

/// What keeps `by` from saying hello to somebody; `None` when nothing does.
pub async fn find_first_refused(db: &mut Tx, by: UserId, to: UserId) -> Result<Option<First>, Fault> {
    let first = find(db, to).await?.first;
    // Most have said nothing: then nothing has to be known of the two.
    if first == First::Everyone {
        return Ok(None);
    }
    let they_wrote = "select count(*) as n from conversations c join messages m on m.conversation_id = c.id
                      where c.low = $1 and c.high = $2 and m.author = $3";
    let matched = "select count(*) as n from matches m where m.told_at is not null and m.withdrawn_at is null
                       and m.ask_dismissed_at is null and m.offer_dismissed_at is null
                       and ((m.ask_owner = $1 and m.offer_owner = $2) or (m.ask_owner = $2 and m.offer_owner = $1))";
    let between = Between {
        they_wrote: db.number(they_wrote, args![by.min(to), by.max(to), to]).await? > 0,
        matched: db.number(matched, args![by, to]).await? > 0,
    };
    Ok((!rules::may_say_hello(first, between)).then_some(first))
}

/// The pages that search engines may list of members with numbers after `after` up to `upto`. The demo town is nobody's.
pub async fn list_public(db: &mut Tx, after: UserId, upto: UserId) -> Result<Vec<String>, Fault> {
    let sql = "select username from users where id > $1 and id <= $2 and public_at is not null and suspended_at is null
                   and hidden_at is null and demo_at is null order by id";
    db.rows(sql, args![after, upto]).await?.iter().map(|row| Ok(format!("/@{}", row.get::<String>("username")?))).collect()
}

/// In which stretches of so many numbers there is such a page: 0 from 1 on, 1 from `a_part` + 1 on.
pub async fn find_public_parts(db: &mut Tx, a_part: i64) -> Result<Vec<i64>, Fault> {
    let sql = "select distinct (id - 1) / $1 as part from users where public_at is not null order by part";
    db.rows(sql, args![a_part]).await?.iter().map(|row| row.get("part")).collect()
}
