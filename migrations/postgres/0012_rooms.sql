-- Rooms and groups. Their ids are of the conversations', and their messages stand in messages.
create table rooms (
    id bigint not null primary key,
    kind text not null,
    -- Null for groups.
    slug text,
    name text not null,
    description text not null default '',
    category_id bigint,
    slow_seconds bigint not null default 0,
    -- Every member is in it from the start.
    for_all_at bigint,
    -- Null: the house.
    opened_by bigint,
    opened_at bigint not null,
    archived_at bigint,
    position bigint not null default 0
);
create unique index rooms_slug on rooms (slug);
create index rooms_opened_by on rooms (opened_by, opened_at);

-- Narrow, since every message takes it. message_no counts messages, log_no every change.
create table room_heads (
    id bigint not null primary key,
    message_no bigint not null,
    log_no bigint not null,
    last_at bigint not null
);

create table room_members (
    room_id bigint not null,
    user_id bigint not null,
    role text not null,
    joined_at bigint not null,
    read_no bigint not null,
    -- The last message that names them or answers them.
    mentioned_no bigint not null default 0,
    last_said_at bigint,
    primary key (room_id, user_id)
);
create index room_members_user on room_members (user_id);

create table room_invites (
    room_id bigint not null,
    user_id bigint not null,
    invited_by bigint not null,
    at bigint not null,
    primary key (room_id, user_id)
);
create index room_invites_user on room_invites (user_id);

-- Who was put out and may not come back.
create table room_bars (
    room_id bigint not null,
    user_id bigint not null,
    at bigint not null,
    primary key (room_id, user_id)
);

-- Every change of a room, by its number: what screens that were away are replayed. Ids only, no bodies.
create table room_log (
    room_id bigint not null,
    log_no bigint not null,
    at bigint not null,
    event bytea not null,
    primary key (room_id, log_no)
);

-- Messages that became asks, and those that somebody thinks could.
create table room_asks (
    room_id bigint not null,
    no bigint not null,
    ask_id bigint not null,
    primary key (room_id, no)
);
create index room_asks_ask on room_asks (ask_id);
create table room_suggestions (
    room_id bigint not null,
    no bigint not null,
    suggested_by bigint not null,
    at bigint not null,
    primary key (room_id, no)
);

-- The room that every hub begins with. Ids that are handed out begin at 1,000.
insert into rooms (id, kind, slug, name, description, for_all_at, opened_at)
values (1, 'room', 'general', 'General', 'For everybody, about everything: say hello, ask something small, tell what worked.', 0, 0);
insert into room_heads (id, message_no, log_no, last_at) values (1, 0, 0, 0);
insert into room_members (room_id, user_id, role, joined_at, read_no) select 1, id, 'member', created_at, 0 from users;
