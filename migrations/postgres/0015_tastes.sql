-- What members want less of.
create table tastes (
    id bigint not null primary key,
    user_id bigint not null,
    about text not null,
    what text not null,
    -- The same name, however it was written.
    key text not null,
    -- Of a rule about a person.
    who bigint,
    taken_at bigint not null
);
create unique index tastes_once on tastes (user_id, about, key);

-- The rule that a card went by: with it gone, the card comes back.
alter table matches add column ask_dismissed_by bigint;
alter table matches add column offer_dismissed_by bigint;
create index matches_ask_dismissed_by on matches (ask_dismissed_by) where ask_dismissed_by is not null;
create index matches_offer_dismissed_by on matches (offer_dismissed_by) where offer_dismissed_by is not null;

-- All matches paused; without an end, until they say so.
alter table standing add column matches_paused_at bigint;
alter table standing add column matches_paused_until bigint;
create index standing_paused on standing (matches_paused_until) where matches_paused_until is not null;
