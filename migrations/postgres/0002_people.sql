create table users (
    id bigint not null primary key,
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
    created_at bigint not null,
    suspended_at bigint,
    -- Seeded for the demo; taken away with it.
    demo_at bigint,
    -- A demo member that a visitor may enter as: newcomer, baker, builder.
    demo_door text
);
create unique index users_username on users (username);
create unique index users_email on users (email);

-- Narrow and often written, so it stands apart from users.
create table standing (
    user_id bigint not null primary key,
    points bigint not null default 0,
    helped bigint not null default 0
);

create table old_usernames (
    username text not null primary key,
    user_id bigint not null,
    changed_at bigint not null
);

create table sessions (
    id bigint not null primary key,
    user_id bigint not null,
    secret text not null,
    device text not null,
    address text not null,
    opened_at bigint not null,
    last_seen_at bigint not null,
    closed_at bigint
);
create unique index sessions_secret on sessions (secret);
create index sessions_user on sessions (user_id, closed_at);

create table tokens (
    id bigint not null primary key,
    user_id bigint not null,
    name text not null,
    secret text not null,
    made_at bigint not null,
    used_at bigint,
    revoked_at bigint
);
create unique index tokens_secret on tokens (secret);
create index tokens_user on tokens (user_id, revoked_at);

create table blocks (
    blocker bigint not null,
    blocked bigint not null,
    at bigint not null,
    primary key (blocker, blocked)
);
create index blocks_blocked on blocks (blocked);
