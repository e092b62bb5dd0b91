-- How far the other side is shown to have read while a block stands between the two; null: as it is.
alter table conversation_members add column shown_read_no bigint;
alter table conversation_members add column shown_delivered_no bigint;
update conversation_members set shown_read_no = read_no, shown_delivered_no = delivered_no
where conversation_id in (
    select c.id from conversations c join blocks b
    on (b.blocker = c.low and b.blocked = c.high) or (b.blocker = c.high and b.blocked = c.low)
);
