-- Rooms and groups. Their ids are of the conversations', and their messages stand in messages.
create table rooms (
    id integer not null primary key,
    kind text not null,
    -- Null for groups.
    slug text,
    name text not null,
    description text not null default '',
    category_id integer,
    slow_seconds integer not null default 0,
    -- Every member is in it from the start.
    for_all_at integer,
    -- Null: the house.
    opened_by integer,
    opened_at integer not null,
    archived_at integer,
    position integer not null default 0
);
create unique index rooms_slug on rooms (slug);
create index rooms_opened_by on rooms (opened_by, opened_at);

-- Narrow, since every message takes it. message_no counts messages, log_no every change.
create table room_heads (
    id integer not null primary key,
    message_no integer not null,
    log_no integer not null,
    last_at integer not null
);

create table room_members (
    room_id integer not null,
    user_id integer not null,
    role text not null,
    joined_at integer not null,
    read_no integer not null,
    -- The last message that names them or answers them.
    mentioned_no integer not null default 0,
    last_said_at integer,
    primary key (room_id, user_id)
) without rowid;
create index room_members_user on room_members (user_id);

create table room_invites (
    room_id integer not null,
    user_id integer not null,
    invited_by integer not null,
    at integer not null,
    primary key (room_id, user_id)
) without rowid;
create index room_invites_user on room_invites (user_id);

-- Who was put out and may not come back.
create table room_bars (
    room_id integer not null,
    user_id integer not null,
    at integer not null,
    primary key (room_id, user_id)
) without rowid;

-- Every change of a room, by its number: what screens that were away are replayed. Ids only, no bodies.
create table room_log (
    room_id integer not null,
    log_no integer not null,
    at integer not null,
    event blob not null,
    primary key (room_id, log_no)
) without rowid;

-- Messages that became asks, and those that somebody thinks could.
create table room_asks (
    room_id integer not null,
    no integer not null,
    ask_id integer not null,
    primary key (room_id, no)
) without rowid;
create index room_asks_ask on room_asks (ask_id);
create table room_suggestions (
    room_id integer not null,
    no integer not null,
    suggested_by integer not null,
    at integer not null,
    primary key (room_id, no)
) without rowid;

-- The room that every hub begins with. Ids that are handed out begin at 1,000.
insert into rooms (id, kind, slug, name, description, for_all_at, opened_at)
values (1, 'room', 'general', 'General', 'For everybody, about everything: say hello, ask something small, tell what worked.', 0, 0);
insert into room_heads (id, message_no, log_no, last_at) values (1, 0, 0, 0);
insert into room_members (room_id, user_id, role, joined_at, read_no) select 1, id, 'member', created_at, 0 from users;
