-- Numbers, lanes and the journal: what every feature stands on. No feature's data is here.

-- epoch: changes when a backup is restored. Cursors of another epoch mean nothing.
create table meta (
    key text not null primary key,
    value text not null
);

-- Ids are handed out in blocks before the insert.
create table id_blocks (
    name text not null primary key,
    next integer not null
);

-- A lane's number is given last in the transaction, under its epoch: no gaps, order = commit order, fencing in one.
create table lanes (
    lane text not null primary key,
    head integer not null,
    epoch integer not null
);

-- One row a lane and batch; entries are events (MessagePack), numbered first_no ..= last_no. Ids only, no bodies.
create table journal (
    lane text not null,
    first_no integer not null,
    last_no integer not null,
    batch text not null,
    at integer not null,
    entries blob not null,
    primary key (lane, first_no)
) without rowid;
create index journal_batch on journal (batch);

-- Where readers of a lane are.
create table lane_cursors (
    reader text not null,
    lane text not null,
    no integer not null,
    primary key (reader, lane)
) without rowid;

-- Each member's inbox is numbered 1, 2, 3 … under the row in inbox_heads.
create table inbox_heads (
    user_id integer not null primary key,
    head integer not null
);
create table inbox (
    user_id integer not null,
    no integer not null,
    at integer not null,
    event blob not null,
    primary key (user_id, no)
) without rowid;

-- The first answer to a command's id, unique per member. Messages keep their ids themselves, for good.
create table commands (
    scope integer not null,
    id text not null,
    fingerprint integer not null,
    at integer not null,
    answer blob not null,
    primary key (scope, id)
) without rowid;
create index commands_at on commands (at);
