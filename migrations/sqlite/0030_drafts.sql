-- What members have begun to write and not posted, each for themselves. kind is a word, form the fields as a browser sends them.
create table post_drafts (
    user_id integer not null,
    key text not null,
    kind text not null,
    form text not null,
    begun_at integer not null,
    kept_at integer not null,
    -- Posted, or thrown away: what was on its way to it comes too late.
    gone_at integer,
    primary key (user_id, key)
);
