-- What may happen to a message once it is sent, and what its reader keeps to themselves.
alter table messages add column reply_to bigint;
alter table messages add column edited_at bigint;
-- A tombstone: the words are gone, the number stays.
alter table messages add column deleted_at bigint;
-- The number in the log under which it was pinned.
alter table messages add column pinned_no bigint;
-- The number in the log of its newest change after it was sent.
alter table messages add column changed_no bigint;
create index messages_pinned on messages (conversation_id, pinned_no) where pinned_no is not null;
create index messages_changed on messages (conversation_id, changed_no) where changed_no is not null;

-- One a message, member and emoji; log_no orders them.
create table reactions (
    conversation_id bigint not null,
    no bigint not null,
    user_id bigint not null,
    emoji text not null,
    log_no bigint not null,
    primary key (conversation_id, no, user_id, emoji)
);

create table drafts (
    conversation_id bigint not null,
    user_id bigint not null,
    body text not null,
    at bigint not null,
    primary key (conversation_id, user_id)
);
create index drafts_user on drafts (user_id);

-- Who lets nobody see how far they have read, and does not see it of others.
create table receipts_hidden (
    user_id bigint not null primary key,
    at bigint not null
);

alter table conversation_members add column muted_at bigint;
-- Where the head stood when it was archived.
alter table conversation_members add column archived_no bigint;
-- How far others have been let see that this member has read.
alter table conversation_members add column told_read_no bigint not null default 0;
update conversation_members set told_read_no = read_no;
