-- What a member shows of whether they are here, and when they were here last. No row: as it is before anybody has said anything.
create table presence (
    user_id integer not null primary key,
    -- Null: shown.
    hidden_at integer,
    last_hidden_at integer,
    -- Null: not to people they are matched with.
    open_at integer,
    -- When they were asked whether they are open to help, or said so by themselves; null: not yet.
    asked_at integer,
    -- Written every few minutes at most, beside the journal.
    seen_at integer
);

-- Who is told, once, when somebody is back.
create table awaited (
    user_id integer not null,
    who integer not null,
    at integer not null,
    primary key (user_id, who)
) without rowid;
create index awaited_who on awaited (who);
