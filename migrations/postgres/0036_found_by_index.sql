-- What was read row by row, or through an index that holds far more than is asked for: all statements of the tests were looked at
-- once by how they are carried out.

-- Which asks are due is asked every second. Said as a word that is looked up, their status drew SQLite to the index of all open
-- asks instead (measured among 5,000: 1 ms each time, growing with them); said as a case it can only be part of these.
drop index asks_due;
drop index asks_ending;
create index asks_due on asks (expires_at)
    where expires_at is not null and case when status in ('open', 'in_progress') then 1 else 0 end = 1;
create index asks_ending on asks (expires_at)
    where expires_at is not null and case when status in ('open', 'in_progress') then 1 else 0 end = 1
        and (reminded_end is null or reminded_end <> expires_at);
-- What the matcher has not looked at.
create index asks_unmatched on asks (status, id) where matched_at is null;
create index offers_unmatched on offers (status, id) where matched_at is null;
-- The second of two who talk; the first is found by the pair.
create index conversations_high on conversations (high);
create index claims_of_ask on claims (ask_id, helper);
create index users_newest on users (created_at);
