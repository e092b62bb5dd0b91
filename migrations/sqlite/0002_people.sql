create table users (
    id integer not null primary key,
    username text not null,
    email text not null,
    password_hash text,
    role text not null,
    name text not null default '',
    tagline text not null default '',
    bio text not null default '',
    location text not null default '',
    pronouns text not null default '',
    website_url text not null default '',
    calendar_url text not null default '',
    linkedin_url text not null default '',
    twitter_url text not null default '',
    github_url text not null default '',
    youtube_url text not null default '',
    instagram_url text not null default '',
    timezone text not null default 'UTC',
    language text not null default 'en',
    created_at integer not null,
    suspended_at integer,
    -- Seeded for the demo; taken away with it.
    demo_at integer,
    -- A demo member that a visitor may enter as: newcomer, baker, builder.
    demo_door text
);
create unique index users_username on users (username);
create unique index users_email on users (email);

-- Narrow and often written, so it stands apart from users.
create table standing (
    user_id integer not null primary key,
    points integer not null default 0,
    helped integer not null default 0
);

create table old_usernames (
    username text not null primary key,
    user_id integer not null,
    changed_at integer not null
);

create table sessions (
    id integer not null primary key,
    user_id integer not null,
    secret text not null,
    device text not null,
    address text not null,
    opened_at integer not null,
    last_seen_at integer not null,
    closed_at integer
);
create unique index sessions_secret on sessions (secret);
create index sessions_user on sessions (user_id, closed_at);

create table tokens (
    id integer not null primary key,
    user_id integer not null,
    name text not null,
    secret text not null,
    made_at integer not null,
    used_at integer,
    revoked_at integer
);
create unique index tokens_secret on tokens (secret);
create index tokens_user on tokens (user_id, revoked_at);

create table blocks (
    blocker integer not null,
    blocked integer not null,
    at integer not null,
    primary key (blocker, blocked)
) without rowid;
create index blocks_blocked on blocks (blocked);
