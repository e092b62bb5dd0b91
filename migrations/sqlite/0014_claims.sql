-- “I've got this”: a place of an ask that somebody holds for a while. A row stays, with how it ended: fulfilled, let_go, lapsed
-- or withdrawn.
create table claims (
    id integer not null primary key,
    ask_id integer not null,
    helper integer not null,
    taken_at integer not null,
    -- When the helper was writing last, as far as it was written down.
    renewed_at integer not null,
    held_until integer not null,
    ended_at integer,
    ended text,
    -- What it became.
    connection_id integer
);
create unique index claims_live on claims (ask_id, helper) where ended_at is null;
create index claims_of_helper on claims (helper, ask_id);
create index claims_held_by on claims (helper) where ended_at is null;
create index claims_due on claims (held_until) where ended_at is null;

-- Who is told, once, when a place of an ask is free.
create table awaited_places (
    ask_id integer not null,
    user_id integer not null,
    at integer not null,
    primary key (ask_id, user_id)
) without rowid;
create index awaited_places_user on awaited_places (user_id);

-- How many claims of it are live: counted anew with every change of them, under the lock of its row.
alter table asks add column held integer not null default 0;
