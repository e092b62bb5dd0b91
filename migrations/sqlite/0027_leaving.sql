-- Leaving. `suspended_at` is what every read looks at: it is set as long as somebody is not to be seen, whyever that is. Of who is
-- away by their own wish `left_at` is set as well, and an admin's word about them waits in `barred_at` until they are back.
alter table users add column left_at integer;
-- When everything of theirs is deleted.
alter table users add column delete_at integer;
alter table users add column barred_at integer;
-- It was done: the row is a number that conversations of others point at.
alter table users add column gone_at integer;
-- What becomes of the words that they wrote to others: stay, go.
alter table users add column words_then text;
create index users_delete on users (delete_at) where delete_at is not null;

-- One of the two has left for good: nothing is written here any more.
alter table conversations add column closed_at integer;

-- Usernames of who is gone that nobody else gets yet, as SHA-256.
create table kept_usernames (
    hash text not null primary key,
    free_at integer not null
);
create index kept_usernames_free on kept_usernames (free_at);
