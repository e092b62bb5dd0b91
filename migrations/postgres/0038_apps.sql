-- How far an app is; null: nothing is said, as of every offer that is none.
alter table offers add column stage text;
-- How long a course is, in its owner's words. Empty: nothing is said.
alter table offers add column length text not null default '';
-- The app of the same owner that an ask or offer belongs to.
alter table asks add column related_offer bigint;
alter table offers add column related_offer bigint;
create index asks_related on asks (related_offer) where related_offer is not null;
create index offers_related on offers (related_offer) where related_offer is not null;
