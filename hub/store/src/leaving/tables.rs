//! Every table of the schema, and what of it is a member's: what they take along, and what goes when they have left.
//!
//! A table that is new stands here, or a test says so. `people`: its columns that name members by number. `taken`: what of it a
//! member takes along, or why nothing. `gone`: which of its rows go with a member, or why a number of theirs stays; `$1` is the
//! member. The steps are done from the top down: what is found by an ask or an offer goes before it.

/// A table, and what it has of a member.
pub struct Table {
    pub name: &'static str,
    pub people: &'static [&'static str],
    pub taken: Taken,
    pub gone: &'static [Gone],
}

/// What of a table somebody takes along.
pub enum Taken {
    /// These rows, in a file of this name, which `leaving-data-…` of the message files says what it is. `but`: columns that are left out,
    /// since they are secrets or mean nothing elsewhere.
    Rows { file: &'static str, sql: &'static str, but: &'static [&'static str] },
    /// It stands in another file.
    With(&'static str),
    /// And why.
    Never(&'static str),
}

/// What becomes of a table when somebody is gone.
pub enum Gone {
    /// Rows like this one are deleted.
    Rows(&'static str),
    /// Rows are changed like this.
    Set(&'static str),
    /// The number in this column stays, and why.
    Stays(&'static str, &'static str),
}

use Gone::{Rows, Set, Stays};
use Taken::{Never, With};

const fn takes(file: &'static str, sql: &'static str) -> Taken {
    Taken::Rows { file, sql, but: &[] }
}

const fn of_nobody(name: &'static str) -> Table {
    Table { name, people: &[], taken: Never("it names no member"), gone: &[] }
}

const HOUSE: Taken = Never("the house's own book-keeping");

pub static ALL: &[Table] = &[
    // The house's own.
    of_nobody("meta"),
    of_nobody("id_blocks"),
    of_nobody("lanes"),
    of_nobody("lane_cursors"),
    Table { name: "journal", people: &[], taken: Never("what happened, by number; what it tells of stands in the other files"), gone: &[] },
    of_nobody("terms"),
    of_nobody("tools"),
    of_nobody("kept_usernames"),
    Table { name: "commands", people: &["scope"], taken: HOUSE, gone: &[Rows("scope = $1")] },
    Table { name: "inbox", people: &["user_id"], taken: Never("numbers for screens; what they tell of stands in the other files"), gone: &[Rows("user_id = $1")] },
    Table { name: "inbox_heads", people: &["user_id"], taken: HOUSE, gone: &[Rows("user_id = $1")] },
    of_nobody("link_previews"),
    // What is found by an ask or an offer.
    Table {
        name: "wordings",
        people: &[],
        taken: takes(
            "wordings",
            "select kind, post, until_at, title, description, body from wordings
             where (kind = 'ask' and post in (select id from asks where user_id = $1))
                 or (kind = 'offer' and post in (select id from offers where user_id = $1)) order by until_at",
        ),
        gone: &[Rows(
            "(kind = 'ask' and post in (select id from asks where user_id = $1))
             or (kind = 'offer' and post in (select id from offers where user_id = $1))",
        )],
    },
    Table {
        name: "ask_tags",
        people: &[],
        taken: takes(
            "ask_tags",
            "select x.ask_id, t.slug, t.name from ask_tags x join terms t on t.id = x.term_id
             where x.ask_id in (select id from asks where user_id = $1) order by x.ask_id, x.position",
        ),
        gone: &[Rows("ask_id in (select id from asks where user_id = $1)")],
    },
    Table {
        name: "ask_tools",
        people: &[],
        taken: takes(
            "ask_tools",
            "select x.ask_id, t.slug, t.name from ask_tools x join tools t on t.id = x.tool_id
             where x.ask_id in (select id from asks where user_id = $1) order by x.ask_id, x.position",
        ),
        gone: &[Rows("ask_id in (select id from asks where user_id = $1)")],
    },
    Table {
        name: "downloads",
        people: &["user_id"],
        taken: takes("downloads", "select offer_id, at from downloads where user_id = $1 order by at"),
        gone: &[Rows("user_id = $1 or offer_id in (select id from offers where user_id = $1)")],
    },
    Table {
        name: "offer_tags",
        people: &[],
        taken: takes(
            "offer_tags",
            "select x.offer_id, t.slug, t.name from offer_tags x join terms t on t.id = x.term_id
             where x.offer_id in (select id from offers where user_id = $1) order by x.offer_id, x.position",
        ),
        gone: &[Rows("offer_id in (select id from offers where user_id = $1)")],
    },
    Table {
        name: "offer_tools",
        people: &[],
        taken: takes(
            "offer_tools",
            "select x.offer_id, t.slug, t.name from offer_tools x join tools t on t.id = x.tool_id
             where x.offer_id in (select id from offers where user_id = $1) order by x.offer_id, x.position",
        ),
        gone: &[Rows("offer_id in (select id from offers where user_id = $1)")],
    },
    Table {
        name: "tool_matches",
        people: &[],
        taken: takes(
            "tool_matches",
            "select x.ask_id, x.score, x.reasons, t.slug, t.name from tool_matches x join tools t on t.id = x.tool_id
             where x.ask_id in (select id from asks where user_id = $1) order by x.ask_id, x.score desc",
        ),
        gone: &[Rows("ask_id in (select id from asks where user_id = $1)")],
    },
    Table {
        name: "receipts",
        people: &[],
        taken: takes(
            "receipts",
            "select * from receipts where ask_id in (select id from asks where user_id = $1) order by ask_id",
        ),
        gone: &[Rows("ask_id in (select id from asks where user_id = $1)")],
    },
    Table {
        name: "matches",
        people: &["ask_owner", "offer_owner"],
        taken: takes(
            "matches",
            "select m.id, m.ask_id, m.offer_id, m.score, m.reasons, m.found_at, m.told_at, m.withdrawn_at, m.connection_id,
                 a.username as ask_owner_username, o.username as offer_owner_username
             from matches m left join users a on a.id = m.ask_owner left join users o on o.id = m.offer_owner
             where (m.ask_owner = $1 or m.offer_owner = $1) and m.told_at is not null order by m.id",
        ),
        gone: &[Rows("ask_owner = $1 or offer_owner = $1")],
    },
    Table {
        name: "claims",
        people: &["helper"],
        taken: takes("claims", "select * from claims where helper = $1 order by taken_at, id"),
        gone: &[Rows("helper = $1 or ask_id in (select id from asks where user_id = $1)")],
    },
    Table {
        name: "awaited_places",
        people: &["user_id"],
        taken: takes("awaited_places", "select ask_id, at from awaited_places where user_id = $1 order by at"),
        gone: &[Rows("user_id = $1 or ask_id in (select id from asks where user_id = $1)")],
    },
    Table {
        name: "asks_read",
        people: &["user_id"],
        taken: takes("asks_read", "select ask_id, at from asks_read where user_id = $1 order by at"),
        gone: &[Rows("user_id = $1 or ask_id in (select id from asks where user_id = $1)")],
    },
    Table {
        name: "looks",
        people: &["user_id"],
        taken: takes("looks", "select kind, id, day from looks where user_id = $1 order by day, kind, id"),
        gone: &[Rows(
            "user_id = $1 or (kind = 'ask' and id in (select id from asks where user_id = $1))
             or (kind = 'offer' and id in (select id from offers where user_id = $1))",
        )],
    },
    Table {
        name: "keeps",
        people: &["user_id"],
        taken: takes("saved", "select kind, what, kept_at from keeps where user_id = $1 order by kept_at"),
        gone: &[Rows(
            "user_id = $1 or (kind = 'person' and what = $1) or (kind = 'ask' and what in (select id from asks where user_id = $1))
             or (kind = 'offer' and what in (select id from offers where user_id = $1))",
        )],
    },
    Table {
        name: "reviews",
        people: &["user_id"],
        taken: takes(
            "reviews",
            "select id, tool_id, stars, title, body, written_at, edited_at, gone_at from reviews where user_id = $1 order by written_at",
        ),
        gone: &[Rows("user_id = $1")],
    },
    Table {
        name: "notice_switches",
        people: &["user_id"],
        taken: takes(
            "notice_switches",
            "select kind, off_at from notice_switches where user_id = $1 order by kind",
        ),
        gone: &[Rows("user_id = $1")],
    },
    Table {
        name: "interests",
        people: &["user_id"],
        taken: takes(
            "interests",
            "select t.slug, t.name from interests i left join terms t on t.id = i.term_id where i.user_id = $1 order by i.position",
        ),
        gone: &[Rows("user_id = $1")],
    },
    Table {
        name: "mails",
        people: &["user_id"],
        taken: takes(
            "mails",
            "select kind, address, status, created_at, settled_at from mails where user_id = $1 order by id",
        ),
        gone: &[Rows("user_id = $1")],
    },
    Table {
        name: "email_changes",
        people: &["user_id"],
        taken: takes(
            "new_email",
            "select address, asked_at from email_changes where user_id = $1",
        ),
        gone: &[Rows("user_id = $1")],
    },
    Table { name: "email_keys", people: &["user_id"], taken: Never("keys that confirm an e-mail: secrets"), gone: &[Rows("user_id = $1")] },
    Table { name: "forgotten", people: &["user_id"], taken: Never("keys to a new password: secrets"), gone: &[Rows("user_id = $1")] },
    Table {
        name: "files",
        people: &["owner"],
        taken: takes(
            "files",
            "select id, kind, name, size, media, at, gone_at from files where owner = $1 order by id",
        ),
        // Their bytes are swept as those of any file that nothing refers to.
        gone: &[
            Set("gone_at = at where owner = $1 and kind <> 'attachment' and gone_at is null"),
            Stays("owner", "what came with a message stays with it, or goes with its words"),
        ],
    },
    Table {
        name: "search_finds",
        people: &["user_id"],
        taken: takes(
            "search_finds",
            "select kind, post, search_id, found_at, told_at from search_finds where user_id = $1 order by found_at",
        ),
        gone: &[Rows(
            "user_id = $1 or (kind = 'ask' and post in (select id from asks where user_id = $1))
             or (kind = 'offer' and post in (select id from offers where user_id = $1))",
        )],
    },
    Table { name: "search_mornings", people: &["user_id"], taken: HOUSE, gone: &[Rows("user_id = $1")] },
    Table {
        name: "saved_searches",
        people: &["user_id"],
        taken: takes("saved_searches", "select id, query, tell, saved_at from saved_searches where user_id = $1 order by id"),
        gone: &[Rows("user_id = $1")],
    },
    // Rooms.
    Table {
        name: "room_asks",
        people: &[],
        taken: takes(
            "room_asks",
            "select * from room_asks where ask_id in (select id from asks where user_id = $1) order by room_id, no",
        ),
        gone: &[Rows("ask_id in (select id from asks where user_id = $1)")],
    },
    Table {
        name: "room_suggestions",
        people: &["suggested_by"],
        taken: takes("room_suggestions", "select room_id, no, at from room_suggestions where suggested_by = $1 order by at"),
        gone: &[Rows("suggested_by = $1")],
    },
    Table {
        name: "room_members",
        people: &["user_id"],
        taken: takes(
            "rooms",
            "select m.room_id, r.name, r.slug, m.role, m.joined_at, m.read_no, m.mentioned_no, m.last_said_at
             from room_members m join rooms r on r.id = m.room_id where m.user_id = $1 order by m.joined_at, m.room_id",
        ),
        gone: &[Rows("user_id = $1")],
    },
    Table {
        name: "room_invites",
        people: &["user_id", "invited_by"],
        taken: takes(
            "room_invites",
            "select i.room_id, r.name, u.username as invited, b.username as invited_by, i.at from room_invites i join rooms r on r.id = i.room_id
             left join users u on u.id = i.user_id left join users b on b.id = i.invited_by
             where i.user_id = $1 or i.invited_by = $1 order by i.at",
        ),
        gone: &[Rows("user_id = $1 or invited_by = $1")],
    },
    Table {
        name: "room_bars",
        people: &["user_id"],
        taken: takes("room_bars", "select room_id, at from room_bars where user_id = $1 order by at"),
        gone: &[Rows("user_id = $1")],
    },
    Table {
        name: "rooms",
        people: &["opened_by"],
        taken: takes("rooms_opened", "select id, kind, slug, name, description, opened_at from rooms where opened_by = $1 order by id"),
        gone: &[Set("opened_by = null where opened_by = $1")],
    },
    of_nobody("room_heads"),
    Table { name: "room_log", people: &[], taken: Never("what screens of a room resume by: numbers, and forgotten soon"), gone: &[] },
    // Talk with others, which stays theirs.
    Table {
        name: "connections",
        people: &["initiator", "responder"],
        taken: takes(
            "connections",
            "select c.*, i.username as initiator_username, r.username as responder_username from connections c
             left join users i on i.id = c.initiator left join users r on r.id = c.responder
             where c.initiator = $1 or c.responder = $1 order by c.id",
        ),
        gone: &[
            Stays("initiator", "the other one keeps what they did together; ratings that were given count on, without a name"),
            Stays("responder", "the other one keeps what they did together; ratings that were given count on, without a name"),
        ],
    },
    Table {
        name: "conversations",
        people: &["low", "high", "begun_by", "awaits", "awaits_too"],
        taken: With("conversations"),
        gone: &[
            Set("awaits = case when awaits = $1 then null else awaits end, awaits_too = case when awaits_too = $1 then null else awaits_too end
                 where low = $1 or high = $1"),
            Set("begun_by = null, begun_at = null where begun_by = $1"),
            Stays("low", "the other one keeps the conversation"),
            Stays("high", "the other one keeps the conversation"),
        ],
    },
    Table {
        name: "times",
        people: &["by_user", "to_user", "settled_by"],
        taken: takes(
            "times",
            "select id, conversation_id, case when by_user = $1 then 'you' else 'the other one' end as offered_by, times, place, status, begins_at, ends_at, offered_at, settled_at,
                 case when by_user = $1 then '' else word end as word
             from times where by_user = $1 or to_user = $1 order by offered_at",
        ),
        gone: &[Rows("by_user = $1 or to_user = $1 or settled_by = $1")],
    },
    Table {
        name: "conversation_members",
        people: &["user_id"],
        taken: With("conversations"),
        gone: &[
            Set("muted_at = null, archived_no = null where user_id = $1"),
            Stays("user_id", "the other one's conversation has two sides, and what was read stays read"),
        ],
    },
    Table {
        name: "messages",
        people: &["author"],
        taken: takes(
            "said_in_rooms",
            "select m.conversation_id as room_id, r.name as room, m.no, m.body, m.sent_at, m.reply_to, m.edited_at, m.deleted_at, m.hidden_at
             from messages m join rooms r on r.id = m.conversation_id where m.author = $1 order by m.conversation_id, m.no",
        ),
        gone: &[Stays("author", "messages stay by “somebody who left”, with their words or without")],
    },
    Table {
        name: "reactions",
        people: &["user_id"],
        taken: takes("reactions", "select conversation_id, no, emoji from reactions where user_id = $1 order by conversation_id, no"),
        gone: &[Stays("user_id", "part of the conversation, like messages")],
    },
    Table {
        name: "drafts",
        people: &["user_id"],
        taken: takes("drafts", "select conversation_id, body, at from drafts where user_id = $1 order by at"),
        gone: &[Rows("user_id = $1")],
    },
    Table {
        name: "post_drafts",
        people: &["user_id"],
        taken: takes(
            "begun",
            "select kind, form, begun_at, kept_at from post_drafts where user_id = $1 and form <> '' order by kept_at",
        ),
        gone: &[Rows("user_id = $1")],
    },
    Table {
        name: "receipts_hidden",
        people: &["user_id"],
        taken: takes("read_ticks_off", "select at from receipts_hidden where user_id = $1"),
        gone: &[Rows("user_id = $1")],
    },
    // Among people.
    Table {
        name: "follows",
        people: &["user_id", "who"],
        taken: takes(
            "follows",
            "select f.at, f.ended_at, a.username as follower, b.username as followed from follows f
             left join users a on a.id = f.user_id left join users b on b.id = f.who where f.user_id = $1 or f.who = $1 order by f.at",
        ),
        gone: &[Rows("user_id = $1 or who = $1")],
    },
    Table {
        name: "blocks",
        people: &["blocker", "blocked"],
        taken: takes(
            "blocks",
            "select u.username, b.at from blocks b left join users u on u.id = b.blocked where b.blocker = $1 order by b.at",
        ),
        gone: &[Rows("blocker = $1 or blocked = $1")],
    },
    Table {
        name: "awaited",
        people: &["user_id", "who"],
        taken: takes(
            "awaited",
            "select u.username, w.at from awaited w left join users u on u.id = w.who where w.user_id = $1 order by w.at",
        ),
        gone: &[Rows("user_id = $1 or who = $1")],
    },
    Table {
        name: "tastes",
        people: &["user_id", "who"],
        taken: takes("tastes", "select id, about, what, taken_at from tastes where user_id = $1 order by id"),
        gone: &[Rows("user_id = $1 or who = $1")],
    },
    Table {
        name: "reports",
        people: &["reporter"],
        taken: takes(
            "reports",
            "select r.id, c.kind, c.thing, c.no, r.reason, r.words, r.at, r.settled_at, r.outcome from reports r join cases c on c.id = r.case_id
             where r.reporter = $1 order by r.id",
        ),
        gone: &[Set("words = '' where reporter = $1"), Stays("reporter", "whoever decides counts how many have reported something")],
    },
    Table {
        name: "cases",
        people: &["owner", "hidden_by"],
        taken: Never("who reported something of yours is not told; that it is hidden stands with it"),
        gone: &[
            Stays("owner", "what was reported of them is decided all the same"),
            Stays("hidden_by", "what an admin decided is kept, by number"),
        ],
    },
    Table {
        name: "decisions",
        people: &["admin"],
        taken: takes("decisions", "select action, kind, thing, no, at from decisions where admin = $1 order by id"),
        gone: &[Stays("admin", "what an admin decided is kept, by number")],
    },
    // Their own.
    Table {
        name: "notices",
        people: &["user_id"],
        taken: With("notices"),
        gone: &[Rows("user_id = $1")],
    },
    Table {
        name: "ledger",
        people: &["user_id"],
        taken: takes("points", "select reason, about, amount, at from ledger where user_id = $1 order by at, reason, about"),
        gone: &[Rows("user_id = $1")],
    },
    Table {
        name: "standing",
        people: &["user_id"],
        taken: Taken::Rows {
            file: "standing",
            sql: "select * from standing where user_id = $1",
            but: &["user_id"],
        },
        gone: &[Rows("user_id = $1"), Stays("user_id", "an empty row is put in its place, which cards of others find")],
    },
    Table {
        name: "presence",
        people: &["user_id"],
        taken: Taken::Rows { file: "presence", sql: "select * from presence where user_id = $1", but: &["user_id"] },
        gone: &[Rows("user_id = $1")],
    },
    Table {
        name: "phones",
        people: &["user_id"],
        taken: Taken::Rows {
            file: "phone",
            sql: "select * from phones where user_id = $1",
            but: &["user_id", "code_hash"],
        },
        gone: &[Rows("user_id = $1")],
    },
    Table {
        name: "sms_consents",
        people: &["user_id"],
        taken: takes("text_consents", "select at, given, phone, address from sms_consents where user_id = $1 order by at"),
        gone: &[Rows("user_id = $1")],
    },
    Table {
        name: "texts",
        people: &["user_id"],
        taken: takes(
            "texts",
            "select moment, phone, who, title, path, status, created_at, settled_at from texts where user_id = $1 order by id",
        ),
        gone: &[Rows("user_id = $1")],
    },
    Table {
        name: "old_usernames",
        people: &["user_id"],
        taken: takes("old_usernames", "select username, changed_at from old_usernames where user_id = $1 order by changed_at"),
        gone: &[Rows("user_id = $1")],
    },
    Table {
        name: "sessions",
        people: &["user_id"],
        taken: Taken::Rows {
            file: "sessions",
            sql: "select * from sessions where user_id = $1 order by id",
            but: &["user_id", "secret"],
        },
        gone: &[Rows("user_id = $1")],
    },
    Table {
        name: "tokens",
        people: &["user_id"],
        taken: Taken::Rows {
            file: "tokens",
            sql: "select * from tokens where user_id = $1 order by id",
            but: &["user_id", "secret"],
        },
        gone: &[Rows("user_id = $1")],
    },
    // Last: by these the others are found.
    Table {
        name: "asks",
        people: &["user_id"],
        taken: Taken::Rows { file: "asks", sql: "select * from asks where user_id = $1 order by id", but: &["user_id", "matched_at"] },
        gone: &[Rows("user_id = $1")],
    },
    Table {
        name: "offers",
        people: &["user_id"],
        taken: Taken::Rows {
            file: "offers",
            sql: "select * from offers where user_id = $1 order by id",
            but: &["user_id", "matched_at"],
        },
        gone: &[Rows("user_id = $1")],
    },
    Table {
        name: "users",
        people: &["id"],
        taken: Taken::Rows {
            file: "account",
            sql: "select * from users where id = $1",
            but: &["password_hash", "demo_at", "demo_door"],
        },
        gone: &[Stays("id", "a row without a name is left, which conversations of others point at")],
    },
];
