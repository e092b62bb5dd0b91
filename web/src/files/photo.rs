//! A photo of oneself in place of the drawn initial: chosen, cut to a square, taken away again.

use actix_web::HttpResponse;
use hub::{Command, CommandId, command::AnyRefusal, files};
use serde::Deserialize;

use super::images::Crop;
use crate::{
    posted::{Button, Posted},
    problem::Problem,
    secrets,
    visitor::Member,
};

/// `POST /settings/photo`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PhotoForm {
    /// Where the photo that was sent with it lies by now.
    photo: String,
}

/// The square that a form says; the middle when it says none.
pub fn crop(words: &[(String, String)]) -> Option<Crop> {
    let part = |wanted: &str| words.iter().find(|(name, _)| name == wanted).and_then(|(_, value)| value.parse::<f64>().ok());
    Some(Crop { left: part("left")?, top: part("top")?, side: part("side")? })
}

/// `POST /settings/photo`
pub async fn set(member: Member, posted: Posted<PhotoForm>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/settings/profile").to_owned();
    let (id, form) = match posted.open() {
        Ok(opened) => opened,
        Err((_, problems)) => return Ok(member.go_regretting(&back, &problems.said())),
    };
    let Some(photo) = files::of_path(&form.photo) else {
        return Ok(member.go_regretting(&back, &crate::say("files-photo-first").write()));
    };
    // The file was added by an id of its own, made of this one.
    let id = CommandId::new(secrets::hash(&format!("show {}", id.as_str())).0).map_err(|_| AnyRefusal::Broken)?;
    member.act(id, Command::Files(files::Command::SetPhoto { photo: Some(photo) })).await?;
    Ok(member.go_saying(&back, &crate::say("files-photo-set").write()))
}

/// `POST /settings/photo/remove`
pub async fn remove(member: Member, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/settings/profile").to_owned();
    let (id, _) = posted.pressed()?;
    member.act(id, Command::Files(files::Command::SetPhoto { photo: None })).await?;
    Ok(member.go_saying(&back, &crate::say("files-photo-gone").write()))
}
