-- What a member may say of themselves on the pages of settings.

-- Notices they do without: a row is a kind of them that is off.
create table notice_switches (
    user_id integer not null,
    kind text not null,
    off_at integer not null,
    primary key (user_id, kind)
) without rowid;

-- Who finds them and who may write first: since when search engines may list their page, and since when they stand in no search.
alter table users add column public_at integer;
alter table users add column unlisted_at integer;
alter table users add column first_word text not null default 'everyone';
create index users_public on users (id) where public_at is not null;

-- What they are into: words of the taxonomy, in the order they said them.
create table interests (
    user_id integer not null,
    term_id integer not null,
    position integer not null,
    primary key (user_id, term_id)
) without rowid;
