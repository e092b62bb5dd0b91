//! The demo town's doors: in one click somebody is one of its people. Only while the hub runs the town.

pub mod awake;
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
    let behind = store::seed::list_demo_doors(&mut db).await?;
    let people = DOORS.iter().filter_map(|door| behind.iter().find(|d| d.door == *door)).map(|d| (d.door.clone(), d.person.clone()));
    let people = people.collect();
    Ok(visitor.page(&Doors { chrome, people }))
}

/// `POST /demo/enter`
pub async fn enter(visitor: Visitor, posted: Posted<EnterForm>) -> Result<HttpResponse, Problem> {
    open(&visitor)?;
    let (_, form) = posted.pressed()?;
    if form.sure != "yes" && is_somebody_real(&visitor).await? {
        return Ok(visitor.go("/demo"));
    }
    let behind = store::seed::list_demo_doors(&mut visitor.db().await?).await?;
    let door = behind.into_iter().find(|d| d.door == form.door).ok_or_else(Problem::not_found)?;
    let_in(&visitor, door.person.id, "/home").await
}

/// Signed in, and none of the town's people.
async fn is_somebody_real(visitor: &Visitor) -> Result<bool, Problem> {
    let Some(user) = visitor.user() else { return Ok(false) };
    Ok(store::profiles::find_card(&mut visitor.db().await?, user).await?.is_some_and(|card| !card.demo))
}

fn open(visitor: &Visitor) -> Result<(), Problem> {
    if visitor.house().has_demo() { Ok(()) } else { Err(Problem::not_found()) }
}
