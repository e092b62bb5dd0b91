//! The demo town's doors: in one click somebody is one of its people. Only while the hub runs the town.

pub mod pages;
pub mod town;

use actix_web::HttpResponse;

use crate::{accounts::let_in, posted::Posted, problem::Problem, visitor::Visitor};
use pages::{DOORS, Doors, EnterForm};

/// `GET /demo`
pub async fn doors(visitor: Visitor) -> Result<HttpResponse, Problem> {
    open(&visitor)?;
    let chrome = visitor.chrome().await?;
    let mut db = visitor.db().await?;
    let mut people = Vec::new();
    for door in DOORS {
        if let Some(person) = store::profiles::find_behind_demo_door(&mut db, door).await? {
            people.push((door.to_owned(), person));
        }
    }
    Ok(visitor.page(&Doors { chrome, people }))
}

/// `POST /demo/enter`
pub async fn enter(visitor: Visitor, posted: Posted<EnterForm>) -> Result<HttpResponse, Problem> {
    open(&visitor)?;
    let (_, form) = posted.pressed()?;
    let door = DOORS.into_iter().find(|d| *d == form.door).ok_or_else(Problem::not_found)?;
    let person = store::profiles::find_behind_demo_door(&mut visitor.db().await?, door).await?.ok_or_else(Problem::not_found)?;
    let_in(&visitor, person.id, "/home").await
}

fn open(visitor: &Visitor) -> Result<(), Problem> {
    if visitor.house().settings.demo { Ok(()) } else { Err(Problem::not_found()) }
}
