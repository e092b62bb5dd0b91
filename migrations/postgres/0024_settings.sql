-- What a member may say of themselves on the pages of settings.

-- Notices they do without: a row is a kind of them that is off.
create table notice_switches (
    user_id bigint not null,
    kind text not null,
    off_at bigint not null,
    primary key (user_id, kind)
);
