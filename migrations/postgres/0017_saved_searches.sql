-- Searches that members keep. The query is MessagePack with its fields' names; of a version that a program does not know it looks at none.
create table saved_searches (
    id bigint not null primary key,
    user_id bigint not null,
    query bytea not null,
    query_version bigint not null,
    tell text not null,
    saved_at bigint not null
);
create index saved_searches_owner on saved_searches (user_id);

-- What they found: of a post each member hears once.
create table search_finds (
    user_id bigint not null,
    kind text not null,
    post bigint not null,
    search_id bigint not null,
    found_at bigint not null,
    -- Null: it waits for the morning.
    told_at bigint,
    primary key (user_id, kind, post)
);
create index search_finds_search on search_finds (search_id);
create index search_finds_newest on search_finds (user_id, found_at);

-- For whom something waits, and until when.
create table search_mornings (
    user_id bigint not null primary key,
    due_at bigint not null
);
create index search_mornings_due on search_mornings (due_at);
