-- Several hubs on one database: each writes into a desk lane of its own, and one of them holds the matcher's.

-- Which hub holds a lane, and until when nobody else may try to take it. The epoch decides, not the time.
alter table lanes add column holder text;
alter table lanes add column held_until integer;
