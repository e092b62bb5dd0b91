-- Who takes on more, and how surely they answer: counted beside points.
alter table standing add column asked integer not null default 0;
alter table standing add column answered integer not null default 0;
-- The median of the times to the first answer.
alter table standing add column usual_ms integer;
alter table standing add column full_at integer;
-- Who decided it.
alter table standing add column full_why text;
-- When they last said that they are free: requests from before don't count against them.
alter table standing add column free_at integer not null default 0;

-- The first answer of who was asked: words, yes or no. Null for those from before this was kept.
alter table connections add column answered_at integer;
-- It had waited for seven days by then.
alter table connections add column overdue_at integer;
create index connections_asked on connections (responder, created_at);
create index connections_waiting on connections (created_at) where status = 'initiated' and overdue_at is null;

-- How many cards somebody was sent lately.
create index matches_told on matches (offer_owner, told_at) where told_at is not null;
