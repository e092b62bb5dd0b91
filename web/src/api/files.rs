//! Uploading: bytes come as they are, and what they are is answered. Whatever refers to a file names its id afterwards.

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::StatusCode, web};
use hub::{
    Command, CommandId, FileId,
    files::{self, FileView, Kind},
};

use super::{
    answer::{Answer, DONE, Done, Made},
    sent::{Nothing, Sends},
    visit::Writer,
};
use crate::{
    files::{
        images::Crop,
        keep, meant, photo,
        upload::{self, Brought, Came},
    },
    problem::Problem,
    secrets,
    visitor::Member,
};

/// One file, in a field whose name says what it is for.
pub struct SendsFile {
    /// From the header `Idempotency-Key`; made at the door when there is none.
    id: CommandId,
    kind: Kind,
    came: Came,
    /// Of a photo: the square that is kept of it, in `left`, `top` and `side` beside it.
    crop: Option<Crop>,
}

impl FromRequest for SendsFile {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, member) = (req.clone(), Member::from_request(req, payload));
        let payload = web::Payload::from_request(&req, payload);
        Box::pin(async move {
            // Nothing of a stranger's is written anywhere.
            let member = member.await?;
            let header = |name: &str| req.headers().get(name).map(|value| value.to_str().unwrap_or("").to_owned());
            if !header("content-type").is_some_and(|t| upload::is_multipart(&t.to_ascii_lowercase())) {
                let words = "A file comes as multipart/form-data.";
                return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unreadable", words));
            }
            let id = match header("idempotency-key") {
                Some(key) => CommandId::new(key).map_err(|p| Problem::unreadable(format!("Idempotency-Key: {}", p.words)))?,
                None => secrets::command_id(),
            };
            let payload = payload.await.map_err(|_| hub::command::AnyRefusal::Broken)?;
            let Brought { words, files } = upload::read(&req, payload, member.house(), true).await?;
            let (crop, came) = (photo::crop(&words), files.into_iter().next());
            let came = came.ok_or_else(|| Problem::unreadable("there is no file in a field photo, picture, download or attachment."))?;
            let (kind, _) = meant(&came.field).ok_or_else(Problem::not_found)?;
            Ok(SendsFile { id, kind, came, crop })
        })
    }
}

pub async fn add(writer: Writer, SendsFile { id, kind, came, crop }: SendsFile) -> Answer<Made<FileView>> {
    let body = keep(&writer, kind, came, crop, &id).await?;
    Ok(Made { path: body.path.clone(), body })
}

crate::sent! {
    /// Which photo.
    struct ShownPhoto {
        /// Uploaded as `photo`.
        file: FileId,
    }
}

pub async fn set_photo(writer: Writer, Sends { id, body, .. }: Sends<ShownPhoto>) -> Answer<Done> {
    writer.act(id, Command::Files(files::Command::SetPhoto { photo: Some(body.file) })).await?;
    Ok(DONE)
}

pub async fn remove_photo(writer: Writer, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.act(id, Command::Files(files::Command::SetPhoto { photo: None })).await?;
    Ok(DONE)
}
