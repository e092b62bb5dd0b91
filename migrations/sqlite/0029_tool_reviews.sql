-- What members say of tools, one a member and tool. A row stays without its words when it is taken back.
create table reviews (
    id integer not null primary key,
    tool_id integer not null,
    user_id integer not null,
    stars integer not null,
    title text not null,
    body text not null,
    written_at integer not null,
    edited_at integer,
    gone_at integer,
    hidden_at integer
);
create unique index reviews_once on reviews (tool_id, user_id);
create index reviews_newest on reviews (tool_id, written_at);
create index reviews_author on reviews (user_id, written_at);

-- How many reviews of a tool count, and their stars in all.
alter table tools add column reviews integer not null default 0;
alter table tools add column stars integer not null default 0;
