-- On whose screen an ask stood, of those who were told of it: counted, never shown.
create table asks_read (
    ask_id integer not null,
    user_id integer not null,
    at integer not null,
    primary key (ask_id, user_id)
) without rowid;
create index asks_read_user on asks_read (user_id);

-- The people who were told of an ask, as they were counted last. What its owner is told is made of this and changes with it: once a
-- minute at most.
create table receipts (
    ask_id integer not null primary key,
    counted_at integer not null,
    told integer not null,
    here integer not null,
    has_read integer not null,
    writing integer not null
);
