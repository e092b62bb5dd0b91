create table connections (
    id bigint not null primary key,
    initiator bigint not null,
    responder bigint not null,
    ask_id bigint,
    offer_id bigint,
    kind text not null,
    status text not null,
    first_message text not null,
    conversation_id bigint not null,
    agreed_price bigint,
    done_claimed_at bigint,
    initiator_rating bigint,
    responder_rating bigint,
    initiator_words text not null default '',
    responder_words text not null default '',
    created_at bigint not null,
    updated_at bigint not null,
    completed_at bigint,
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
    id bigint not null primary key,
    low bigint not null,
    high bigint not null,
    message_no bigint not null,
    log_no bigint not null,
    last_at bigint not null,
    -- The one whose first reply turns a connection from initiated to discussing.
    awaits bigint,
    -- Both may wait for each other.
    awaits_too bigint
);
create unique index conversations_pair on conversations (low, high);

create table conversation_members (
    conversation_id bigint not null,
    user_id bigint not null,
    read_no bigint not null,
    delivered_no bigint not null,
    primary key (conversation_id, user_id)
);
create index conversation_members_user on conversation_members (user_id);

create table messages (
    conversation_id bigint not null,
    no bigint not null,
    log_no bigint not null,
    author bigint not null,
    client_id text not null,
    body text not null,
    sent_at bigint not null,
    -- The connection that this message began.
    begins bigint,
    primary key (conversation_id, no)
);
create unique index messages_client on messages (author, client_id);

create table ledger (
    user_id bigint not null,
    reason text not null,
    about text not null,
    amount bigint not null,
    at bigint not null,
    primary key (user_id, reason, about)
);

create table notices (
    id bigint not null primary key,
    user_id bigint not null,
    at bigint not null,
    notice bytea not null,
    seen_at bigint
);
create index notices_user on notices (user_id, id);
