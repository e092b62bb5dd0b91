-- An inbox that only grows at its end. Ordered by member, each row of a batch went to a page of its own, and a commit writes
-- every page it touched: two thirds of what a message cost. Now rows stand in the order they were written, each with the id of
-- its member's row before, and a member's head knows the last one.
-- Rows that are there already get ids up to 0: the hub hands out larger ones.
alter table inbox rename to inbox_by_member;
create table inbox (
    id bigint not null primary key,
    user_id bigint not null,
    no bigint not null,
    at bigint not null,
    event bytea not null,
    previous bigint
);
insert into inbox (id, user_id, no, at, event, previous)
    select id, user_id, no, at, event, lag(id) over (partition by user_id order by no)
    from (select row_number() over (order by at, no, user_id) - (select count(*) from inbox_by_member) as id, user_id, no, at, event
          from inbox_by_member) as old;
drop table inbox_by_member;
alter table inbox_heads add column last_row bigint;
update inbox_heads set last_row = newest.id
    from (select i.user_id, i.no, i.id from inbox i) as newest
    where newest.user_id = inbox_heads.user_id and newest.no = inbox_heads.head;

-- Ids begin with the time (hub/PROTOCOL.md): this order appends where the other touched a page for each author.
drop index messages_client;
create unique index messages_client on messages (client_id, author);
