//! The whole map of addresses, on one page.
//!
//! A page answers GET (and HEAD), a form POSTs to the address it stands at or to a verb below it. Handlers extract, make
//! one call, answer.

use actix_web::{
    Resource, Route, guard,
    web::{ServiceConfig, post, resource},
};

use crate::{accounts, demo, health, home, look, portraits, profiles, settings, theme};

/// GET, and HEAD for whoever only wants to know.
fn get() -> Route {
    Route::new().guard(guard::Any(guard::Get()).or(guard::Head()))
}

fn at(path: &str) -> Resource {
    resource(path)
}

#[rustfmt::skip]
pub fn map(to: &mut ServiceConfig) {
    // For whoever runs it.
    to.service(at("/healthz").route(get().to(health::healthz)))
      .service(at("/readyz").route(get().to(health::readyz)))
      .service(at("/metrics").route(get().to(health::metrics)))
      .service(at("/robots.txt").route(get().to(health::robots)));

    // What pages are made of.
    to.service(at("/assets/{hash}/{name:.*}").route(get().to(look::serve::asset)))
      .service(at("/portraits/{handle}.svg").route(get().to(portraits::show)))
      .service(at("/theme").route(post().to(theme::set)));

    // Coming in.
    to.service(at("/signup").route(get().to(accounts::sign_up_form)).route(post().to(accounts::sign_up)))
      .service(at("/login").route(get().to(accounts::log_in_form)).route(post().to(accounts::log_in)))
      .service(at("/logout").route(post().to(accounts::log_out)))
      .service(at("/demo").route(get().to(demo::doors)))
      .service(at("/demo/enter").route(post().to(demo::enter)));

    // At home.
    to.service(at("/").route(get().to(home::landing)))
      .service(at("/home").route(get().to(home::dashboard)));

    // One's own things.
    to.service(at("/settings").route(get().to(settings::show)))
      .service(at("/settings/profile").route(post().to(settings::profile)))
      .service(at("/settings/username").route(post().to(settings::username)))
      .service(at("/settings/email").route(post().to(settings::email)))
      .service(at("/settings/password").route(post().to(settings::password)))
      .service(at("/settings/sessions/close").route(post().to(settings::close_others)))
      .service(at("/settings/sessions/{id}/close").route(post().to(settings::close)))
      .service(at("/settings/tokens").route(post().to(settings::make_token)))
      .service(at("/settings/tokens/{id}/revoke").route(post().to(settings::revoke_token)))
      .service(at("/settings/phone").route(post().to(settings::set_phone)))
      .service(at("/settings/phone/verify").route(post().to(settings::verify_phone)))
      .service(at("/settings/phone/texts").route(post().to(settings::texts)))
      .service(at("/settings/phone/remove").route(post().to(settings::remove_phone)));

    // People. Below /@handle an offer's slug comes last: `asks` and the like are reserved words.
    to.service(at("/@{handle}").route(get().to(profiles::show)));
}
