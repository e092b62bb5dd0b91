-- On whose screen an ask stood, of those who were told of it: counted, never shown.
create table asks_read (
    ask_id bigint not null,
    user_id bigint not null,
    at bigint not null,
    primary key (ask_id, user_id)
);
create index asks_read_user on asks_read (user_id);

-- The people who were told of an ask, as they were counted last. What its owner is told is made of this and changes with it: once a
-- minute at most.
create table receipts (
    ask_id bigint not null primary key,
    counted_at bigint not null,
    told bigint not null,
    here bigint not null,
    has_read bigint not null,
    writing bigint not null
);
