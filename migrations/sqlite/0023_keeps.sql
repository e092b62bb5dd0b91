-- What members have saved, each for themselves. kind is a word, what the id of the thing.
create table keeps (
    user_id integer not null,
    kind text not null,
    what integer not null,
    kept_at integer not null,
    primary key (user_id, kind, what)
) without rowid;
create index keeps_newest on keeps (user_id, kept_at);
