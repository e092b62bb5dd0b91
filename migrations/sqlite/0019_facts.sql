-- How well those whom somebody helped have rated that: counted beside points.
alter table standing add column ratings integer not null default 0;
alter table standing add column stars integer not null default 0;
update standing set
    ratings = (select count(*) from connections c where c.initiator = standing.user_id and c.ask_id is not null and c.responder_rating is not null)
        + (select count(*) from connections c where c.responder = standing.user_id and c.offer_id is not null and c.initiator_rating is not null),
    stars = (select cast(coalesce(sum(c.responder_rating), 0) as integer) from connections c
             where c.initiator = standing.user_id and c.ask_id is not null)
        + (select cast(coalesce(sum(c.initiator_rating), 0) as integer) from connections c
           where c.responder = standing.user_id and c.offer_id is not null)
where user_id in (select initiator from connections) or user_id in (select responder from connections);

-- What a score was made from beside the two posts: which tables of weights, when, and what was known of who offers. Null where the
-- score is older than this.
alter table matches add column scored_with integer;
alter table matches add column scored_at integer;
alter table matches add column helper_helped integer not null default 0;
alter table matches add column helper_ratings integer not null default 0;
alter table matches add column helper_stars integer not null default 0;
alter table matches add column helper_asked integer not null default 0;
alter table matches add column helper_answered integer not null default 0;
alter table matches add column helper_usual_ms integer;
-- They were here, and showed it: the moment of the score.
alter table matches add column helper_here_at integer;
