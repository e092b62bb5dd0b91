-- What members have saved, each for themselves. kind is a word, what the id of the thing.
create table keeps (
    user_id bigint not null,
    kind text not null,
    what bigint not null,
    kept_at bigint not null,
    primary key (user_id, kind, what)
);
create index keeps_newest on keeps (user_id, kept_at);
