-- How many have looked at a post on a day, for its owner.
create index looks_day on looks (kind, id, day);
