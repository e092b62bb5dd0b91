create table terms (
    id integer not null primary key,
    term_type text not null,
    slug text not null,
    name text not null,
    description text not null default '',
    problem text not null default '',
    color text not null default '',
    icon text not null default '',
    -- One a line.
    words text not null default '',
    position integer not null
);
create unique index terms_type_slug on terms (term_type, slug);

-- Lists stand one entry a line.
create table tools (
    id integer not null primary key,
    slug text not null,
    name text not null,
    -- The name in lower case: lists are sorted by it, and SQLite's lower() knows ASCII only.
    sort_name text not null,
    company text not null,
    tagline text not null,
    description text not null,
    category text not null,
    tool_type text not null,
    website_url text not null,
    pricing_model text not null,
    has_free_tier integer not null,
    starting_price text,
    problem_categories text not null,
    use_cases text not null,
    ideal_for text not null,
    limitations text not null,
    alternatives text not null,
    tags text not null,
    keywords text not null,
    source_url text not null,
    source_note text not null,
    checked_on text not null,
    position integer not null
);
create unique index tools_type_slug on tools (tool_type, slug);
create index tools_slug on tools (slug);
create index tools_name on tools (sort_name, id);

create table asks (
    id integer not null primary key,
    user_id integer not null,
    slug text not null,
    title text not null,
    description text not null,
    kind text not null,
    category_id integer,
    budget_min integer,
    budget_max integer,
    currency text not null,
    places integer not null,
    accepted integer not null default 0,
    image_url text not null default '',
    visibility text not null,
    language text not null,
    status text not null,
    archived_at integer,
    views integer not null default 0,
    responses integer not null default 0,
    created_at integer not null,
    updated_at integer not null,
    fulfilled_at integer,
    expires_at integer,
    -- When the matcher had looked at the newest wording.
    matched_at integer,
    told integer not null default 0
);
create unique index asks_slug on asks (user_id, slug);
create index asks_owner on asks (user_id, status);
create index asks_kind on asks (status, kind);
create index asks_category on asks (category_id, status);
create index asks_newest on asks (status, created_at);
create index asks_due on asks (expires_at) where expires_at is not null and status in ('open', 'in_progress');

create table offers (
    id integer not null primary key,
    user_id integer not null,
    slug text not null,
    title text not null,
    description text not null,
    kind text not null,
    category_id integer,
    pricing text not null,
    price integer not null,
    currency text not null,
    external_url text not null default '',
    image_url text not null default '',
    body text not null default '',
    visibility text not null,
    language text not null,
    status text not null,
    featured_at integer,
    views integer not null default 0,
    connections integer not null default 0,
    created_at integer not null,
    updated_at integer not null,
    published_at integer,
    matched_at integer,
    told integer not null default 0
);
create unique index offers_slug on offers (user_id, slug);
create index offers_owner on offers (user_id, status);
create index offers_kind on offers (status, kind);
create index offers_category on offers (category_id, status);
create index offers_newest on offers (status, created_at);

create table ask_tags (ask_id integer not null, term_id integer not null, position integer not null, primary key (ask_id, term_id)) without rowid;
create table ask_tools (ask_id integer not null, tool_id integer not null, position integer not null, primary key (ask_id, tool_id)) without rowid;
create index ask_tools_tool on ask_tools (tool_id);
create table offer_tags (offer_id integer not null, term_id integer not null, position integer not null, primary key (offer_id, term_id)) without rowid;
create table offer_tools (offer_id integer not null, tool_id integer not null, position integer not null, primary key (offer_id, tool_id)) without rowid;
create index offer_tools_tool on offer_tools (tool_id);

-- Who looked at what on which UTC day: a view counts once.
create table looks (
    kind text not null,
    id integer not null,
    user_id integer not null,
    day integer not null,
    primary key (kind, id, user_id, day)
) without rowid;

create table matches (
    id integer not null primary key,
    ask_id integer not null,
    offer_id integer not null,
    ask_owner integer not null,
    offer_owner integer not null,
    score integer not null,
    -- One a line, strongest first.
    reasons text not null,
    found_at integer not null,
    updated_at integer not null,
    -- Null: below the best, a line in a list.
    told_at integer,
    withdrawn_at integer,
    ask_dismissed_at integer,
    offer_dismissed_at integer,
    connection_id integer,
    -- A fingerprint of what the card shows: whether an edit has changed it.
    shown integer not null default 0
);
create unique index matches_pair on matches (ask_id, offer_id);
create index matches_offer on matches (offer_id);
create index matches_ask_owner on matches (ask_owner, withdrawn_at);
create index matches_offer_owner on matches (offer_owner, withdrawn_at);

create table tool_matches (
    ask_id integer not null,
    tool_id integer not null,
    score integer not null,
    reasons text not null,
    primary key (ask_id, tool_id)
) without rowid;
