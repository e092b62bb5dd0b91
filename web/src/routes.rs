//! The whole map of addresses, on one page.
//!
//! A page answers GET (and HEAD), a form POSTs to the address it stands at or to a verb below it. Handlers extract, make
//! one call, answer.

use actix_web::{
    Resource, Route, guard,
    web::{ServiceConfig, post, resource},
};

use crate::{
    about, accounts, asks, ava, availability, claims, connections, creator, demo, discovery, drafts, feeds, files, follows, health, home,
    installable, keeps, landing, language, learning, leaving, link_previews, look, matches, messaging, moderation, notices, offers,
    old_paths, portraits, presence, profiles, purchases, reviews, rooms, saved_searches, settings, share, sitemap, styleguide, tastes,
    theme, times, tools, wordings, ws,
};

/// GET, and HEAD for whoever only wants to know.
pub fn get() -> Route {
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

    // Live. hub/PROTOCOL.md describes it.
    to.service(at("/ws").route(get().to(ws::open)));

    // What pages are made of.
    to.service(at("/assets/{hash}/{name:.*}").route(get().to(look::serve::asset)))
      .service(at("/portraits/{handle}.svg").route(get().to(portraits::show)))
      .service(at("/files/{id}/{name}").route(get().to(files::show)))
      .service(at("/files/{id}/small/{name}").route(get().to(files::small)))
      .service(at("/theme").route(post().to(theme::set)))
      .service(at("/language").route(post().to(language::set)));

    // Coming in.
    to.service(at("/signup").route(get().to(accounts::sign_up_form)).route(post().to(accounts::sign_up)))
      .service(at("/signup/username").route(get().to(accounts::username)))
      .service(at("/login").route(get().to(accounts::log_in_form)).route(post().to(accounts::log_in)))
      .service(at("/forgot").route(get().to(accounts::forgotten::forgot_form)).route(post().to(accounts::forgotten::forgot)))
      .service(at("/reset").route(get().to(accounts::forgotten::reset_form)).route(post().to(accounts::forgotten::reset)))
      .service(at("/email").route(get().to(accounts::new_email::show)).route(post().to(accounts::new_email::confirm)))
      .service(at("/logout").route(post().to(accounts::log_out)))
      .service(at("/demo").route(get().to(demo::doors)))
      .service(at("/demo/enter").route(post().to(demo::enter)));

    // For programs.
    crate::api::map(to);

    // At home.
    to.service(at("/").route(get().to(landing::show)))
      .service(at("/home").route(get().to(home::dashboard)))
      .service(at("/home/matches").route(get().to(home::matches)));

    // Looking around.
    to.service(at("/discover").route(get().to(discovery::all)))
      .service(at("/discover/{tab}").route(get().to(discovery::tab)))
      .service(at("/tools").route(get().to(tools::list)))
      .service(at("/tools/compare").route(get().to(tools::compare)))
      .service(at("/tools/{slug}").route(get().to(tools::show)))
      .service(at("/tools/{slug}/reviews").route(get().to(reviews::list)))
      .service(at("/tools/{slug}/review").route(post().to(reviews::write)))
      .service(at("/tools/{slug}/review/remove").route(post().to(reviews::take_back)))
      .service(at("/ava").route(get().to(ava::show)))
      .service(at("/about").route(get().to(about::story)))
      .service(at("/guidelines").route(get().to(about::guidelines)))
      .service(at("/privacy").route(get().to(about::privacy)))
      .service(at("/help").route(get().to(about::help)))
      .service(at("/developers").route(get().to(about::developers)))
      .service(at("/styleguide").route(get().to(styleguide::show)));

    // As an app.
    to.service(at("/manifest.webmanifest").route(get().to(installable::manifest)))
      .service(at("/icons/{name}.png").route(get().to(installable::icon)))
      .service(at("/sw.js").route(get().to(installable::worker)))
      .service(at("/offline").route(get().to(installable::offline)));

    // Handed on, read elsewhere, found from outside.
    to.service(at("/share/{kind}/{id}.png").route(get().to(share::picture)))
      .service(at("/feeds/asks.atom").route(get().to(feeds::asks)))
      .service(at("/feeds/offers.atom").route(get().to(feeds::offers)))
      .service(at("/feeds/people/{handle}.atom").route(get().to(feeds::person)))
      .service(at("/sitemap.xml").route(get().to(sitemap::index)))
      .service(at("/sitemap/{part}.xml").route(get().to(sitemap::part)));

    // One's own things.
    to.service(at("/settings").route(get().to(settings::first)))
      .service(at("/settings/profile").route(get().to(settings::profile::show)).route(post().to(settings::profile::save)))
      .service(at("/settings/account").route(get().to(settings::account::show)))
      .service(at("/settings/interests").route(post().to(settings::profile::interests)))
      .service(at("/settings/username").route(post().to(settings::account::username)))
      .service(at("/settings/email").route(post().to(settings::account::email)))
      .service(at("/settings/email/again").route(post().to(settings::account::email_again)))
      .service(at("/settings/email/keep").route(post().to(settings::account::keep_email)))
      .service(at("/settings/password").route(post().to(settings::account::password)))
      .service(at("/settings/notifications").route(get().to(settings::notifications::show)))
      .service(at("/settings/notices").route(post().to(settings::notifications::switch)))
      .service(at("/settings/privacy").route(get().to(settings::privacy::show)))
      .service(at("/settings/privacy/switch").route(post().to(settings::privacy::switch)))
      .service(at("/settings/privacy/first").route(post().to(settings::privacy::first)))
      .service(at("/settings/receipts").route(post().to(settings::privacy::receipts)))
      .service(at("/settings/appearance").route(get().to(settings::appearance::show)))
      .service(at("/settings/timezone").route(post().to(settings::appearance::time_zone)))
      .service(at("/settings/language").route(post().to(settings::appearance::language)))
      .service(at("/settings/devices").route(get().to(settings::devices::show)))
      .service(at("/settings/sessions/close").route(post().to(settings::devices::close_others)))
      .service(at("/settings/sessions/{id}/close").route(post().to(settings::devices::close)))
      .service(at("/settings/developers").route(get().to(settings::developers::show)))
      .service(at("/settings/tokens").route(post().to(settings::developers::make_token)))
      .service(at("/settings/tokens/{id}/revoke").route(post().to(settings::developers::revoke_token)))
      .service(at("/settings/photo").route(post().to(files::photo::set)))
      .service(at("/settings/photo/remove").route(post().to(files::photo::remove)))
      .service(at("/settings/matches").route(get().to(tastes::mine)))
      .service(at("/settings/matches/pause").route(post().to(tastes::pause)))
      .service(at("/settings/presence").route(post().to(presence::show)))
      .service(at("/settings/presence/open").route(post().to(presence::open)))
      .service(at("/settings/phone").route(post().to(settings::texts::set_phone)))
      .service(at("/settings/phone/verify").route(post().to(settings::texts::verify_phone)))
      .service(at("/settings/phone/texts").route(post().to(settings::texts::set)))
      .service(at("/settings/phone/remove").route(post().to(settings::texts::remove_phone)))
      .service(at("/settings/data").route(get().to(leaving::show)))
      .service(at("/settings/data/export").route(post().to(leaving::export)))
      .service(at("/settings/data/away").route(post().to(leaving::deactivate)))
      .service(at("/settings/data/delete").route(post().to(leaving::delete)))
      .service(at("/welcome-back").route(get().to(leaving::welcome)).route(post().to(leaving::come_back)));

    to.service(at("/my/asks").route(get().to(asks::mine)))
      .service(at("/my/asks/new").route(get().to(asks::post_form)).route(post().to(asks::post)))
      .service(at("/my/asks/{id}/edit").route(get().to(asks::change_form)).route(post().to(asks::change)))
      .service(at("/my/asks/{id}/places").route(post().to(asks::places)))
      .service(at("/my/asks/{id}/fulfil").route(post().to(asks::fulfil)))
      .service(at("/my/asks/{id}/close").route(post().to(asks::close)))
      .service(at("/my/asks/{id}/reopen").route(post().to(asks::reopen)))
      .service(at("/my/asks/{id}/renew").route(post().to(asks::renew)))
      .service(at("/my/asks/{id}/archive").route(post().to(asks::archive)))
      .service(at("/my/offers").route(get().to(offers::mine)))
      .service(at("/my/offers/new").route(get().to(offers::post_form)).route(post().to(offers::post)))
      .service(at("/my/offers/{id}/edit").route(get().to(offers::change_form)).route(post().to(offers::change)))
      .service(at("/my/offers/{id}/status").route(post().to(offers::set_status)))
      .service(at("/my/drafts/{key}/discard").route(post().to(drafts::discard)))
      .service(at("/my/searches").route(get().to(saved_searches::mine)).route(post().to(saved_searches::save)))
      .service(at("/my/searches/{id}/tell").route(post().to(saved_searches::set_tell)))
      .service(at("/my/searches/{id}/remove").route(post().to(saved_searches::remove)))
      .service(at("/my/following").route(get().to(follows::feed)))
      .service(at("/my/saved").route(get().to(keeps::mine)).route(post().to(keeps::set)))
      .service(at("/my/learning").route(get().to(learning::mine)))
      .service(at("/my/purchases").route(get().to(purchases::mine)))
      .service(at("/my/earnings").route(get().to(purchases::earnings)))
      .service(at("/settings/earnings").route(get().to(purchases::earnings)))
      .service(at("/creator/clips").route(get().to(share::clips)))
      .service(at("/creator/courses").route(get().to(creator::courses)))
      .service(at("/creator/courses/new").route(get().to(creator::new_course)))
      .service(at("/my/notices").route(get().to(notices::list)))
      .service(at("/notices/seen").route(post().to(notices::seen)))
      .service(at("/matches/{id}/dismiss").route(post().to(matches::dismiss)))
      .service(at("/matches/{id}/less").route(get().to(tastes::less_form)).route(post().to(tastes::less)))
      .service(at("/tastes/remove").route(post().to(tastes::take_back)));

    // Two people.
    to.service(at("/connections").route(get().to(connections::list)).route(post().to(connections::open)))
      .service(at("/connections/{id}/step").route(post().to(connections::step)))
      .service(at("/connections/{id}/rate").route(post().to(connections::rate)))
      .service(at("/asks/{id}/claim").route(post().to(claims::take)))
      .service(at("/asks/{id}/claim/release").route(post().to(claims::let_go)))
      .service(at("/asks/{id}/claim/tell").route(post().to(claims::tell_when_free)))
      .service(at("/messages").route(get().to(messaging::list)))
      .service(at("/messages/with/{handle}").route(get().to(messaging::with)))
      .service(at("/messages/search").route(get().to(messaging::search)))
      .service(at("/messages/{id}").route(get().to(messaging::show)).route(post().to(messaging::send)))
      .service(at("/messages/{id}/pinned").route(get().to(messaging::pinned)))
      .service(at("/messages/{id}/mute").route(post().to(messaging::mute)))
      .service(at("/messages/{id}/archive").route(post().to(messaging::archive)))
      .service(at("/messages/{id}/times").route(get().to(times::show)).route(post().to(times::offer)))
      .service(at("/messages/{id}/times/{no}.ics").route(get().to(times::calendar)))
      .service(at("/messages/{id}/times/{no}/accept").route(post().to(times::accept)))
      .service(at("/messages/{id}/times/{no}/decline").route(post().to(times::decline)))
      .service(at("/messages/{id}/times/{no}/off").route(post().to(times::call_off)))
      .service(at("/messages/{id}/{no}").route(get().to(messaging::one)))
      .service(at("/messages/{id}/{no}/card").route(get().to(link_previews::of_message)))
      .service(at("/messages/{id}/{no}/edit").route(post().to(messaging::edit)))
      .service(at("/messages/{id}/{no}/delete").route(post().to(messaging::delete)))
      .service(at("/messages/{id}/{no}/react").route(post().to(messaging::react)))
      .service(at("/messages/{id}/{no}/pin").route(post().to(messaging::pin)))
      .service(at("/m/{connection}").route(get().to(connections::short)))
      .service(at("/blocks").route(post().to(moderation::block)))
      .service(at("/blocks/remove").route(post().to(moderation::unblock)))
      .service(at("/availability").route(post().to(availability::set)))
      .service(at("/people/{id}/tell").route(post().to(presence::tell_when_back)))
      .service(at("/people/{id}/follow").route(post().to(follows::set)))
      .service(at("/report/message/{conversation}/{no}").route(get().to(moderation::report_message_form)).route(post().to(moderation::report_message)))
      .service(at("/report/{kind}/{id}").route(get().to(moderation::report_form)).route(post().to(moderation::report)))
      .service(at("/my/reports").route(get().to(moderation::mine)));

    // For admins; for everybody else there is nothing here.
    to.service(at("/admin/reports").route(get().to(moderation::cases)))
      .service(at("/admin/reports/{id}").route(post().to(moderation::decide)))
      .service(at("/admin/members/{id}/suspend").route(post().to(moderation::suspend)));

    // Many people.
    to.service(at("/community").route(get().to(rooms::list)))
      .service(at("/community/new").route(get().to(rooms::open_form)).route(post().to(rooms::open)))
      .service(at("/community/{room}").route(get().to(rooms::show)).route(post().to(rooms::say)))
      .service(at("/community/{room}/join").route(post().to(rooms::join)))
      .service(at("/community/{room}/leave").route(post().to(rooms::leave)))
      .service(at("/community/{room}/about").route(get().to(rooms::about)))
      .service(at("/community/{room}/invite").route(post().to(rooms::invite)))
      .service(at("/community/{room}/role").route(post().to(rooms::set_role)))
      .service(at("/community/{room}/out").route(post().to(rooms::put_out)))
      .service(at("/community/{room}/back").route(post().to(rooms::let_back)))
      .service(at("/community/{room}/edit").route(get().to(rooms::change_form)).route(post().to(rooms::change)))
      .service(at("/community/{room}/archive").route(post().to(rooms::archive)))
      .service(at("/community/{room}/messages/{no}/ask").route(get().to(rooms::ask_form)))
      .service(at("/community/{room}/messages/{no}/suggest").route(post().to(rooms::suggest_ask)));

    // People. Below /@handle an offer's slug comes last: `asks` and the like are reserved words.
    to.service(at("/@{handle}").route(get().to(profiles::show)))
      .service(at("/@{handle}/followers").route(get().to(follows::followers)))
      .service(at("/@{handle}/following").route(get().to(follows::following)))
      .service(at("/@{handle}/asks/{slug}").route(get().to(asks::show)))
      .service(at("/@{handle}/asks/{slug}/wordings").route(get().to(wordings::of_ask)))
      .service(at("/@{handle}/{slug}").route(get().to(offers::show)))
      .service(at("/@{handle}/{slug}/wordings").route(get().to(wordings::of_offer)));

    // Addresses of the place that was here before; last, so that they stand in nobody's way.
    old_paths::map(to);
}
