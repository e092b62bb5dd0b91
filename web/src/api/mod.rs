//! The API for programs, `/api/v1`: the same commands and the same reads as the pages, as JSON.
//!
//! ```text
//! request ─▶ Member / Writer (token, or session and origin; limits) ─▶ Sends / Query (every field by name) ─▶ handler
//!                                                                                                              │
//!           problem+json ◀─ Problem ◀──────────────────────────────────────── Told, Made, Done ◀── act, read ◀─┘
//! ```
//! [`doors`] is the whole map. The document at `/api/openapi.json` is written from it and from the handlers' own types.

mod answer;
mod asks;
mod claims;
mod composing;
mod connections;
mod conversations;
mod directory;
mod discover;
mod door;
mod drafts;
mod entering;
mod files;
mod follows;
mod keeps;
mod leaving;
mod matches;
mod mine;
mod offers;
pub mod openapi;
mod paging;
mod receipts;
mod reports;
mod reviews;
mod rooms;
mod searches;
pub mod sent;
pub mod shape;
mod tastes;
mod times;
mod views;
mod visit;

use actix_web::web::{self, ServiceConfig};

use crate::problem::Problem;
use door::{Door, PREFIX, at};

/// Puts the API on the map.
pub fn map(to: &mut ServiceConfig) {
    to.route("/api/openapi.json", web::get().to(openapi::show));
    let nothing_there = web::to(|| async { Err::<actix_web::HttpResponse, _>(Problem::not_found()) });
    let all = doors().into_iter().fold(web::scope(PREFIX), |scope, door| scope.service(door.resource()));
    to.service(all.default_service(nothing_there));
}

/// Every address, in the order of a member's day.
#[rustfmt::skip]
fn doors() -> Vec<Door> {
    vec![
        // Coming in.
        at("/accounts").post(entering::sign_up, "Sign up"),
        at("/sessions").get(entering::sessions, "Your devices")
            .post(entering::log_in, "Log in with a name or an e-mail and the password")
            .delete(entering::log_out_everywhere, "Log out everywhere"),
        at("/sessions/current").delete(entering::log_out, "Log out here"),
        at("/sessions/{id}").delete(entering::close, "Log one device out"),
        at("/tokens").get(entering::tokens, "Your tokens")
            .post(entering::make_token, "Make a token; its secret is in this answer and nowhere else"),
        at("/tokens/{id}").delete(entering::revoke, "Revoke a token"),

        // Oneself.
        at("/me").get(mine::show, "You").patch(mine::edit, "Change your profile"),
        at("/me/photo").put(files::set_photo, "Show a photo in place of the drawn initial").delete(files::remove_photo, "Show the drawn initial again"),
        at("/files").post(files::add, "Upload a file; what is not referred to within a day is gone"),
        at("/me/username").put(mine::rename, "Change your username"),
        at("/me/email").put(entering::email, "Change your e-mail: it is the new one once the link that is mailed there is opened")
            .post(entering::email_again, "Mail that link once more").delete(entering::keep_email, "Keep the e-mail you have"),
        at("/me/password").put(entering::password, "Change your password; every other device and token is logged out"),
        at("/me/presence").get(mine::shown, "Who sees whether you are here").patch(mine::show_presence, "Show more or less of it"),
        at("/me/privacy").get(mine::privacy, "Who finds you, and who may write to you first").patch(mine::set_privacy, "Change it"),
        at("/me/interests").put(mine::set_interests, "Say what you are into: tags, twelve at most"),
        at("/me/availability").get(mine::availability, "Whether you take on more, and how you answer").patch(mine::set_availability, "Say that you are full, or can help again"),
        at("/me/tastes").get(tastes::list, "What you want less of").post(tastes::take, "Want less of something"),
        at("/me/tastes/{id}").delete(tastes::take_back, "Take a rule back; what went by it comes back"),
        at("/me/matches/pause").put(tastes::pause, "Pause all matches").delete(tastes::resume, "Have matches again"),
        at("/searches").get(searches::list, "Your saved searches").post(searches::save, "Save a search"),
        at("/searches/finds").get(searches::finds, "What your searches found, newest first"),
        at("/searches/{id}").get(searches::show, "A saved search").patch(searches::set_tell, "Say when to be told of what it finds").delete(searches::remove, "Take a search away"),
        at("/me/feed").get(follows::feed, "What those whom you follow ask and offer, newest first"),
        at("/saved").get(keeps::list, "What you have saved, the last first"),
        at("/saved/{name}/{id}").put(keeps::keep, "Save an offer, an ask, a tool or a person").delete(keeps::unkeep, "Take it off the list"),
        at("/me/points").get(mine::points, "Your points"),
        at("/me/export").get(leaving::export, "Everything of yours, as one file"),
        at("/me/away").put(leaving::deactivate, "Take a break: nobody sees you").delete(leaving::come_back, "Come back, also from an end that has not come yet"),
        at("/me/deletion").post(leaving::delete, "Leave for good, in fourteen days; every device and token is logged out"),
        at("/notices").get(mine::notices, "What happened"),
        at("/notices/switches").get(mine::switches, "What you are told of"),
        at("/notices/switches/{name}").put(mine::switch, "Be told of such things, or not"),
        at("/notices/seen").post(mine::seen, "Say what you have seen"),
        at("/blocks").get(mine::blocks, "Whom you have blocked"),
        at("/blocks/{id}").put(mine::block, "Block somebody").delete(mine::unblock, "Take a block back"),
        at("/reports").get(reports::mine, "Your reports and what became of them").post(reports::report, "Report a message, a profile, an ask or an offer"),

        // Posts.
        at("/compose").post(composing::read, "What kind of ask or offer a text is, and what it says of tools and money; nothing is stored"),
        at("/drafts").get(drafts::list, "What you have begun and not posted, what you went on with last first"),
        at("/drafts/{name}").get(drafts::show, "A draft").put(drafts::keep, "Keep what is typed, under a name of your own").delete(drafts::discard, "Throw a draft away"),
        at("/asks").get(asks::list, "Open asks, newest first").post(asks::post, "Post an ask"),
        at("/asks/me").get(asks::mine, "Your asks"),
        at("/asks/{id}").get(asks::show, "An ask").patch(asks::edit, "Change an ask").delete(asks::archive, "Put an ask away"),
        at("/asks/{id}/view").post(asks::view, "Count a look"),
        at("/asks/{id}/status").patch(asks::set_status, "Open, fulfil or close an ask").post(asks::set_status, "The same"),
        at("/asks/{id}/renew").post(asks::renew, "Keep an ask open for thirty more days: one that is about to end, or has run out"),
        at("/asks/{id}/wordings").get(asks::wordings, "How your ask was worded before, the newest first"),
        at("/asks/{id}/places").put(asks::set_places, "Say how many people it wants"),
        at("/asks/{id}/claim").get(claims::show, "How an ask's places stand")
            .post(claims::take, "I've got this: hold a place while you write; again, to hold it on")
            .delete(claims::let_go, "Let the place go"),
        at("/asks/{id}/claim/tell").post(claims::tell_when_free, "Be told, once, when a place is free"),
        at("/asks/{id}/receipt").get(receipts::show, "How many who were told of your ask are here, have read it, are writing"),
        at("/asks/{id}/wider").get(receipts::suggestions, "What would bring your ask more people, when nobody answers it"),
        at("/asks/{id}/read").post(receipts::read, "Say that an ask you were told of stood on your screen"),
        at("/me/receipts").get(receipts::list, "The receipts of your open asks, the newest ask first"),
        at("/claims").get(claims::list, "The places you hold"),
        at("/asks/{id}/matches").get(asks::matches, "What was found for your ask"),
        at("/offers").get(offers::list, "Active offers, newest first").post(offers::post, "Make an offer"),
        at("/offers/me").get(offers::mine, "Your offers"),
        at("/offers/{id}").get(offers::show, "An offer").patch(offers::edit, "Change an offer").delete(offers::archive, "Put an offer away"),
        at("/offers/{id}/view").post(offers::view, "Count a look"),
        at("/offers/{id}/status").post(offers::set_status, "Publish, pause, archive or restore an offer").patch(offers::set_status, "The same"),
        at("/offers/{id}/wordings").get(offers::wordings, "How your offer was worded before, the newest first"),
        at("/offers/{id}/matches").get(offers::matches, "Who was found for your offer"),
        at("/matches").get(matches::list, "Your matches, newest first"),
        at("/matches/{id}/dismiss").post(matches::dismiss, "Not for me: for good"),

        // People and their talk.
        at("/connections").get(connections::list, "Your connections").post(connections::open, "Write to somebody for the first time"),
        at("/connections/{id}").get(connections::show, "A connection").patch(connections::step, "Take a step"),
        at("/connections/{id}/rate").post(connections::rate, "Say what you think of it, once"),
        at("/unread").get(conversations::unread, "Where something waits for you: unread is message_no - read_no"),
        at("/conversations").get(conversations::list, "Your conversations, the latest first"),
        at("/conversations/search").get(conversations::search, "Messages with these words, the latest first"),
        at("/conversations/receipts").put(conversations::show_receipts, "Say whether others see how far you have read, and you how far they have"),
        at("/conversations/{id}").get(conversations::show, "A conversation with its newest messages"),
        at("/conversations/{id}/messages").get(conversations::messages, "Messages, a page back at a time, each page oldest first")
            .post(conversations::send, "Send a message"),
        at("/conversations/{id}/messages/{no}").get(conversations::message, "A message")
            .patch(conversations::edit, "Say a message of yours otherwise, for a day")
            .delete(conversations::delete, "Take the words of a message of yours back"),
        at("/conversations/{id}/messages/{no}/reactions").put(conversations::react, "Put an emoji on a message, or take it off"),
        at("/conversations/{id}/messages/{no}/pin").put(conversations::pin, "Pin a message, or take it down"),
        at("/conversations/{id}/changes").get(conversations::changes, "What has changed since, as it is now, in the order of the log"),
        at("/conversations/{id}/pinned").get(conversations::pinned, "What is pinned, the latest first"),
        at("/conversations/{id}/read").put(conversations::read, "Say what you have read"),
        at("/conversations/{id}/mute").put(conversations::mute, "Mute a conversation, or not"),
        at("/conversations/{id}/archive").put(conversations::archive, "Archive a conversation, or take it back"),
        at("/conversations/{id}/draft").put(conversations::draft, "Keep what is typed and not sent"),
        at("/conversations/{id}/times").get(times::show, "How you two stand about a time to meet").post(times::offer, "Offer up to three times"),
        at("/conversations/{id}/times/{no}").delete(times::call_off, "Call off what is agreed, or take back what you have offered"),
        at("/conversations/{id}/times/{no}/accept").post(times::accept, "Take one of the times"),
        at("/conversations/{id}/times/{no}/decline").post(times::decline, "Say that none fits"),
        at("/times").get(times::ahead, "The times that you have agreed on, the next one first"),
        at("/rooms").get(rooms::list, "Rooms you may join, and your groups").post(rooms::open, "Open a group or a room"),
        at("/rooms/{id}").get(rooms::show, "A room with its newest messages").patch(rooms::edit, "Change a room").delete(rooms::archive, "Put a room away"),
        at("/rooms/{id}/join").post(rooms::join, "Join a room"),
        at("/rooms/{id}/leave").post(rooms::leave, "Leave a room"),
        at("/rooms/{id}/members").get(rooms::members, "Who is in a room"),
        at("/rooms/{id}/askable").get(rooms::askable, "Whom you may ask into a group"),
        at("/rooms/{id}/invite").post(rooms::invite, "Ask people into a group"),
        at("/rooms/{id}/role").put(rooms::set_role, "Say what somebody may do in a room"),
        at("/rooms/{id}/out").post(rooms::put_out, "Put somebody out of a room"),
        at("/rooms/{id}/back").post(rooms::let_back, "Let somebody back into a room"),
        at("/rooms/{id}/messages").get(rooms::messages, "Messages of a room, a page back at a time, each page oldest first")
            .post(rooms::say, "Say something in a room"),
        at("/rooms/{id}/messages/{no}").get(rooms::message, "A message of a room")
            .patch(rooms::edit_message, "Say a message of yours in a room otherwise, for a day")
            .delete(rooms::delete_message, "Take the words of a message back; whoever looks after the room, anybody's"),
        at("/rooms/{id}/messages/{no}/reactions").put(rooms::react, "Put an emoji on a message of a room, or take it off"),
        at("/rooms/{id}/messages/{no}/pin").put(rooms::pin, "Pin a message of a room you look after, or take it down"),
        at("/rooms/{id}/read").put(rooms::read, "Say what you have read in a room"),
        at("/rooms/{id}/suggestions").post(rooms::suggest, "Suggest that somebody's message become an ask"),
        at("/rooms/{id}/asks").post(rooms::make_ask, "Make an ask of your own message"),
        at("/people/{name}").get(directory::person, "Somebody, by handle"),
        at("/people/{name}/follow").get(follows::show, "How many follow somebody, and whether you do")
            .post(follows::follow, "Follow somebody").delete(follows::unfollow, "Follow somebody no more"),
        at("/people/{name}/followers").get(follows::followers, "Who follows somebody, the latest first"),
        at("/people/{name}/following").get(follows::following, "Whom somebody follows, the latest first"),

        // For admins; for everybody else there is nothing here.
        at("/admin/reports").get(reports::cases, "What was reported, the last one first"),
        at("/admin/reports/{id}").post(reports::decide, "Hide it, restore it, or leave it as it is"),
        at("/admin/decisions").get(reports::decisions, "Who decided what, and when"),
        at("/admin/suspensions/{id}").put(reports::suspend, "Suspend a member").delete(reports::let_back_in, "Let a member back in"),

        // To look around.
        at("/tools").get(directory::tools, "The tools directory, by name"),
        at("/tools/{name}").get(directory::tool, "A tool, by slug"),
        at("/tools/{name}/reviews").get(reviews::list, "What others say of a tool, newest first"),
        at("/tools/{name}/review").get(reviews::own, "What you say of a tool").put(reviews::write, "Say what you think of a tool, or say it anew").delete(reviews::take_back, "Take it back"),
        at("/tools/{name}/experts").get(directory::experts, "Who has helped with a tool to the end, those who did most often first"),
        at("/taxonomy").get(directory::terms, "The words that sort things"),
        at("/discover").get(discover::all, "A few of everything"),
        at("/discover/suggestions").get(discover::suggestions, "What might be meant by what is typed so far"),
        at("/discover/counts").get(discover::counts, "How many each value of each filter would leave"),
        at("/discover/asks").get(discover::asks, "Open asks, by words and filters"),
        at("/discover/offers").get(discover::offers, "Active offers, by words and filters"),
        at("/discover/people").get(discover::people, "People, by words and filters"),
        at("/discover/tools").get(discover::tools, "Tools, by words"),
    ]
}
