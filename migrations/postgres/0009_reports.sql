-- What is hidden since when, because it was reported; null: it is shown.
alter table asks add column hidden_at bigint;
alter table offers add column hidden_at bigint;
alter table users add column hidden_at bigint;
alter table messages add column hidden_at bigint;

-- One a thing that was ever reported. kind is a word; of a message thing is its conversation and no its number, else no is 0.
create table cases (
    id bigint not null primary key,
    kind text not null,
    thing bigint not null,
    no bigint not null,
    owner bigint not null,
    hidden_at bigint,
    -- Null: three reports.
    hidden_by bigint,
    -- When an admin decided last; null: never, or not since it was hidden by reports.
    decided_at bigint,
    reported_at bigint not null
);
create unique index cases_thing on cases (kind, thing, no);
create index cases_hidden on cases (hidden_at) where hidden_at is not null;
create index cases_owner on cases (owner);

-- Once a member and case while nobody has decided.
create table reports (
    id bigint not null primary key,
    case_id bigint not null,
    reporter bigint not null,
    reason text not null,
    words text not null,
    at bigint not null,
    settled_at bigint,
    outcome text
);
create unique index reports_once on reports (case_id, reporter) where settled_at is null;
create index reports_open on reports (case_id, at) where settled_at is null;
create index reports_reporter on reports (reporter, id);

-- Who did what, and when. admin is null where nobody did, or somebody at the console.
create table decisions (
    id bigint not null primary key,
    admin bigint,
    action text not null,
    kind text not null,
    thing bigint not null,
    no bigint not null,
    at bigint not null
);

-- Who began a conversation and when: so many a day.
alter table conversations add column begun_by bigint;
alter table conversations add column begun_at bigint;
create index conversations_begun on conversations (begun_by, begun_at) where begun_by is not null;
