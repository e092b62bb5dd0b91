-- Who follows whom. A row stays when it ends: nobody is told twice that the same person follows them.
create table follows (
    user_id bigint not null,
    who bigint not null,
    -- Since when, this time.
    at bigint not null,
    -- Null: now.
    ended_at bigint,
    primary key (user_id, who)
);
create index follows_followers on follows (who, at) where ended_at is null;
create index follows_followed on follows (user_id, at);
