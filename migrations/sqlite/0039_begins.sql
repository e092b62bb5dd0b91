-- The message that began a connection: found without looking through its whole conversation.
create index messages_begins on messages (begins) where begins is not null;
