-- What is hidden since when, because it was reported; null: it is shown.
alter table asks add column hidden_at integer;
alter table offers add column hidden_at integer;
alter table users add column hidden_at integer;
alter table messages add column hidden_at integer;

-- One a thing that was ever reported. kind is a word; of a message thing is its conversation and no its number, else no is 0.
create table cases (
    id integer not null primary key,
    kind text not null,
    thing integer not null,
    no integer not null,
    owner integer not null,
    hidden_at integer,
    -- Null: three reports.
    hidden_by integer,
    -- When an admin decided last; null: never, or not since it was hidden by reports.
    decided_at integer,
    reported_at integer not null
);
create unique index cases_thing on cases (kind, thing, no);
create index cases_hidden on cases (hidden_at) where hidden_at is not null;
create index cases_owner on cases (owner);

-- Once a member and case while nobody has decided.
create table reports (
    id integer not null primary key,
    case_id integer not null,
    reporter integer not null,
    reason text not null,
    words text not null,
    at integer not null,
    settled_at integer,
    outcome text
);
create unique index reports_once on reports (case_id, reporter) where settled_at is null;
create index reports_open on reports (case_id, at) where settled_at is null;
create index reports_reporter on reports (reporter, id);

-- Who did what, and when. admin is null where nobody did, or somebody at the console.
create table decisions (
    id integer not null primary key,
    admin integer,
    action text not null,
    kind text not null,
    thing integer not null,
    no integer not null,
    at integer not null
);

-- Who began a conversation and when: so many a day.
alter table conversations add column begun_by integer;
alter table conversations add column begun_at integer;
create index conversations_begun on conversations (begun_by, begun_at) where begun_by is not null;
