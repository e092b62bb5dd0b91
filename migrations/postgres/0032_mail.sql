-- Mail that is to go out, and what became of it. A worker claims a row before it calls out.
create table mails (
    id bigint primary key,
    user_id bigint not null,
    kind text not null,
    -- As it was when the mail was wanted.
    address text not null,
    status text not null,
    tries bigint not null,
    created_at bigint not null,
    due_at bigint not null,
    expires_at bigint not null,
    claimed_by text,
    claimed_at bigint,
    settled_at bigint,
    error text
);
create index mails_open on mails (due_at) where status in ('waiting', 'attempting');
create index mails_of on mails (user_id, created_at);

-- Links that lead to a new password. The key itself stands in its mail only, here is its SHA-256.
create table forgotten (
    key_hash text primary key,
    user_id bigint not null,
    mail_id bigint not null,
    made_at bigint not null,
    -- Null: it leads in, as long as it is fresh.
    used_at bigint
);
create index forgotten_of on forgotten (user_id) where used_at is null;
