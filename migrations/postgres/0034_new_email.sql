-- The address that a member wants from now on and has not confirmed yet.
create table email_changes (
    user_id bigint primary key,
    address text not null,
    asked_at bigint not null
);

-- Links that confirm it. The key itself stands in its mail only, here is its SHA-256.
create table email_keys (
    key_hash text primary key,
    user_id bigint not null,
    -- Whose mailbox it was sent to: of an earlier wish it confirms nothing.
    address text not null,
    made_at bigint not null
);
create index email_keys_of on email_keys (user_id);
