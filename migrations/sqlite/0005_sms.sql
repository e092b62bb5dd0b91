create table phones (
    user_id integer not null primary key,
    phone text not null,
    verified_at integer,
    code_hash text,
    code_sent_at integer,
    code_tries integer not null default 0,
    texts_on_at integer,
    consent_at integer
);

-- Every yes and no, as said: when, where, how.
create table sms_consents (
    user_id integer not null,
    at integer not null,
    given integer not null,
    phone text not null,
    address text not null,
    primary key (user_id, at, given)
) without rowid;

-- The outbox. One row per (event, person): whatever happens, nobody is texted twice.
create table texts (
    id integer not null primary key,
    user_id integer not null,
    event_key text not null,
    moment text not null,
    phone text not null,
    -- What it is made of; the worker puts it together, since the link begins with the public address.
    who text not null,
    title text not null,
    code text not null,
    path text not null,
    status text not null,
    created_at integer not null,
    expires_at integer not null,
    -- Who claimed it, under which epoch, when.
    claimed_by text,
    claimed_epoch integer,
    claimed_at integer,
    settled_at integer,
    provider_id text,
    error text
);
create unique index texts_once on texts (event_key, user_id);
create index texts_status on texts (status, created_at);
create index texts_provider on texts (provider_id) where provider_id is not null;
create index texts_day on texts (user_id, claimed_at);
