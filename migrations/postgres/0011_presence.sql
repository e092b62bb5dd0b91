-- What a member shows of whether they are here, and when they were here last. No row: as it is before anybody has said anything.
create table presence (
    user_id bigint not null primary key,
    -- Null: shown.
    hidden_at bigint,
    last_hidden_at bigint,
    -- Null: not to people they are matched with.
    open_at bigint,
    -- When they were asked whether they are open to help, or said so by themselves; null: not yet.
    asked_at bigint,
    -- Written every few minutes at most, beside the journal.
    seen_at bigint
);

-- Who is told, once, when somebody is back.
create table awaited (
    user_id bigint not null,
    who bigint not null,
    at bigint not null,
    primary key (user_id, who)
);
create index awaited_who on awaited (who);
