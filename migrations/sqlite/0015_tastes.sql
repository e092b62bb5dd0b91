-- What members want less of.
create table tastes (
    id integer not null primary key,
    user_id integer not null,
    about text not null,
    what text not null,
    -- The same name, however it was written.
    key text not null,
    -- Of a rule about a person.
    who integer,
    taken_at integer not null
);
create unique index tastes_once on tastes (user_id, about, key);

-- The rule that a card went by: with it gone, the card comes back.
alter table matches add column ask_dismissed_by integer;
alter table matches add column offer_dismissed_by integer;
create index matches_ask_dismissed_by on matches (ask_dismissed_by) where ask_dismissed_by is not null;
create index matches_offer_dismissed_by on matches (offer_dismissed_by) where offer_dismissed_by is not null;

-- All matches paused; without an end, until they say so.
alter table standing add column matches_paused_at integer;
alter table standing add column matches_paused_until integer;
create index standing_paused on standing (matches_paused_until) where matches_paused_until is not null;
