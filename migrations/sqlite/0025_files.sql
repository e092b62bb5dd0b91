-- What members have uploaded. The bytes lie elsewhere, under the id.
create table files (
    id integer not null primary key,
    owner integer not null,
    -- What it was uploaded for.
    kind text not null,
    -- What it belongs to: member, ask, offer or message, and which; nothing yet while it is null.
    of_kind text,
    of_id integer,
    -- Of a message: its number in the conversation of_id, and the file's place in it.
    of_no integer,
    position integer,
    name text not null,
    size integer not null,
    sha256 text not null,
    media text not null,
    width integer,
    height integer,
    at integer not null,
    gone_at integer
);
create index files_owner on files (owner, at);
create index files_of on files (of_id, of_kind, of_no) where of_kind is not null;
create index files_swept on files (at) where of_kind is null or gone_at is not null;

-- Who has taken what an offer hands out, once each.
create table downloads (
    offer_id integer not null,
    user_id integer not null,
    at integer not null,
    primary key (offer_id, user_id)
) without rowid;

-- The photo in place of the drawn face.
alter table users add column photo_id integer;

-- What a message brings, one file a line, its parts with tabs between: id, name, size, media, width, height.
alter table messages add column files text not null default '';
