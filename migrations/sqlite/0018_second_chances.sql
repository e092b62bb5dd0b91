-- Whoever offers was not here when they were told; null: they were, or it was not noted.
alter table matches add column missed_at integer;
-- They have come since: from then on nothing more is said of it.
alter table matches add column came_at integer;
create index matches_missed on matches (offer_owner) where missed_at is not null and came_at is null;
