//! Which notices a member does without. A row is a kind that is off: who has said nothing is told of everything.

use hub::{
    Answer, Event, Timestamp, UserId,
    notices::{self, Group, Switch},
};

use crate::{Failure, Fault, Tx, args, batch::Work};

pub(super) async fn switch(work: &mut Work<'_>, user: UserId, group: Group, on: bool, at: Timestamp) -> Result<Answer, Failure> {
    let changed = if on {
        work.tx.run("delete from notice_switches where user_id = $1 and kind = $2", args![user, group.word()]).await?
    } else {
        let sql = "insert into notice_switches (user_id, kind, off_at) values ($1, $2, $3) on conflict do nothing";
        work.tx.run(sql, args![user, group.word(), at]).await?
    };
    if changed > 0 {
        work.happened(Event::Notices(notices::Event::Switched { user, group, on }), at);
    }
    Ok(Answer::Done)
}

pub(super) async fn is_off(tx: &mut Tx, user: UserId, group: Group) -> Result<bool, Fault> {
    let sql = "select count(*) as n from notice_switches where user_id = $1 and kind = $2";
    Ok(tx.number(sql, args![user, group.word()]).await? > 0)
}

/// How all of a member's switches stand, in the order of [`Group::ALL`].
pub async fn list_switches(db: &mut Tx, user: UserId) -> Result<Vec<Switch>, Fault> {
    let rows = db.rows("select kind from notice_switches where user_id = $1", args![user]).await?;
    let off: Vec<String> = rows.iter().map(|row| row.get("kind")).collect::<Result<_, _>>()?;
    Ok(Group::ALL.iter().map(|group| Switch { group: *group, on: !off.iter().any(|word| word == group.word()) }).collect())
}
