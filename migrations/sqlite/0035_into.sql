-- Of so many of the ask's tags who offers said that they are into them, when the score was made.
alter table matches add column helper_into integer not null default 0;

-- What is posted about something that a member is into.
create index ask_tags_term on ask_tags (term_id, ask_id);
create index offer_tags_term on offer_tags (term_id, offer_id);
