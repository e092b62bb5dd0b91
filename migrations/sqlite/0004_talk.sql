create table connections (
    id integer not null primary key,
    initiator integer not null,
    responder integer not null,
    ask_id integer,
    offer_id integer,
    kind text not null,
    status text not null,
    first_message text not null,
    conversation_id integer not null,
    agreed_price integer,
    done_claimed_at integer,
    initiator_rating integer,
    responder_rating integer,
    initiator_words text not null default '',
    responder_words text not null default '',
    created_at integer not null,
    updated_at integer not null,
    completed_at integer,
    check (initiator <> responder),
    check (ask_id is null or offer_id is null)
);
-- One going on per pair and subject. Declined, cancelled and completed ones may be followed by another.
create unique index connections_ask on connections (initiator, responder, ask_id)
    where ask_id is not null and status in ('initiated', 'discussing', 'accepted', 'in_progress');
create unique index connections_offer on connections (initiator, responder, offer_id)
    where offer_id is not null and status in ('initiated', 'discussing', 'accepted', 'in_progress');
create unique index connections_direct on connections (initiator, responder)
    where ask_id is null and offer_id is null and status in ('initiated', 'discussing', 'accepted', 'in_progress');
create index connections_initiator on connections (initiator, status);
create index connections_responder on connections (responder, status);
create index connections_of_ask on connections (ask_id, status);
create index connections_of_offer on connections (offer_id, status);
create index connections_conversation on connections (conversation_id);
create index connections_silent on connections (done_claimed_at) where done_claimed_at is not null;

-- One a pair (low < high). message_no counts messages, log_no every change.
create table conversations (
    id integer not null primary key,
    low integer not null,
    high integer not null,
    message_no integer not null,
    log_no integer not null,
    last_at integer not null,
    -- The one whose first reply turns a connection from initiated to discussing.
    awaits integer,
    -- Both may wait for each other.
    awaits_too integer
);
create unique index conversations_pair on conversations (low, high);

create table conversation_members (
    conversation_id integer not null,
    user_id integer not null,
    read_no integer not null,
    delivered_no integer not null,
    primary key (conversation_id, user_id)
) without rowid;
create index conversation_members_user on conversation_members (user_id);

create table messages (
    conversation_id integer not null,
    no integer not null,
    log_no integer not null,
    author integer not null,
    client_id text not null,
    body text not null,
    sent_at integer not null,
    -- The connection that this message began.
    begins integer,
    primary key (conversation_id, no)
) without rowid;
create unique index messages_client on messages (author, client_id);

create table ledger (
    user_id integer not null,
    reason text not null,
    about text not null,
    amount integer not null,
    at integer not null,
    primary key (user_id, reason, about)
) without rowid;

create table notices (
    id integer not null primary key,
    user_id integer not null,
    at integer not null,
    notice blob not null,
    seen_at integer
);
create index notices_user on notices (user_id, id);
