-- Times to meet that one of a conversation offers the other, and what became of them. status is a word.
create table times (
    id integer not null primary key,
    conversation_id integer not null,
    -- 1, 2, 3 … within the conversation.
    no integer not null,
    by_user integer not null,
    to_user integer not null,
    -- One a line: when it begins, and how many minutes it takes.
    times text not null,
    place text not null,
    status text not null,
    offered_at integer not null,
    -- The one that was agreed on.
    begins_at integer,
    ends_at integer,
    -- Who answered it, called it off or took it back, and what was said with "none fits".
    settled_by integer,
    settled_at integer,
    word text not null
);
create unique index times_in_order on times (conversation_id, no);
-- Each of the two has at most one open.
create unique index times_open on times (conversation_id, by_user) where status = 'offered';
create index times_by on times (by_user, ends_at) where status in ('offered', 'agreed');
create index times_to on times (to_user, ends_at) where status in ('offered', 'agreed');
