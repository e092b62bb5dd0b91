-- Searches that members keep. The query is MessagePack with its fields' names; of a version that a program does not know it looks at none.
create table saved_searches (
    id integer not null primary key,
    user_id integer not null,
    query blob not null,
    query_version integer not null,
    tell text not null,
    saved_at integer not null
);
create index saved_searches_owner on saved_searches (user_id);

-- What they found: of a post each member hears once.
create table search_finds (
    user_id integer not null,
    kind text not null,
    post integer not null,
    search_id integer not null,
    found_at integer not null,
    -- Null: it waits for the morning.
    told_at integer,
    primary key (user_id, kind, post)
) without rowid;
create index search_finds_search on search_finds (search_id);
create index search_finds_newest on search_finds (user_id, found_at);

-- For whom something waits, and until when.
create table search_mornings (
    user_id integer not null primary key,
    due_at integer not null
);
create index search_mornings_due on search_mornings (due_at);
