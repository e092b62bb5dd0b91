-- Mail that is to go out, and what became of it. A worker claims a row before it calls out.
create table mails (
    id integer primary key,
    user_id integer not null,
    kind text not null,
    -- As it was when the mail was wanted.
    address text not null,
    status text not null,
    tries integer not null,
    created_at integer not null,
    due_at integer not null,
    expires_at integer not null,
    claimed_by text,
    claimed_at integer,
    settled_at integer,
    error text
);
create index mails_open on mails (due_at) where status in ('waiting', 'attempting');
create index mails_of on mails (user_id, created_at);

-- Links that lead to a new password. The key itself stands in its mail only, here is its SHA-256.
create table forgotten (
    key_hash text primary key,
    user_id integer not null,
    mail_id integer not null,
    made_at integer not null,
    -- Null: it leads in, as long as it is fresh.
    used_at integer
);
create index forgotten_of on forgotten (user_id) where used_at is null;
