-- What members say of tools, one a member and tool. A row stays without its words when it is taken back.
create table reviews (
    id bigint not null primary key,
    tool_id bigint not null,
    user_id bigint not null,
    stars bigint not null,
    title text not null,
    body text not null,
    written_at bigint not null,
    edited_at bigint,
    gone_at bigint,
    hidden_at bigint
);
create unique index reviews_once on reviews (tool_id, user_id);
create index reviews_newest on reviews (tool_id, written_at);
create index reviews_author on reviews (user_id, written_at);

-- How many reviews of a tool count, and their stars in all.
alter table tools add column reviews bigint not null default 0;
alter table tools add column stars bigint not null default 0;
