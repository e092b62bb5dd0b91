-- How asks and offers were worded before. kind is a word, post the id.
create table wordings (
    kind text not null,
    post bigint not null,
    -- They stood there until then.
    until_at bigint not null,
    title text not null,
    description text not null,
    body text not null,
    primary key (kind, post, until_at)
);
-- When the words were changed last, once somebody else may have read them.
alter table asks add column edited_at bigint;
alter table offers add column edited_at bigint;
-- The end that its owner was told of, so that each is said once.
alter table asks add column reminded_end bigint;
create index asks_ending on asks (expires_at)
    where expires_at is not null and status in ('open', 'in_progress') and (reminded_end is null or reminded_end <> expires_at);
