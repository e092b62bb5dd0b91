-- What linked pages say of themselves, for a while. An empty title: there was nothing to show.
create table link_previews (
    address text not null primary key,
    title text not null,
    description text not null,
    site text not null,
    until_at bigint not null
);
create index link_previews_old on link_previews (until_at);
