create table terms (
    id bigint not null primary key,
    term_type text not null,
    slug text not null,
    name text not null,
    description text not null default '',
    problem text not null default '',
    color text not null default '',
    icon text not null default '',
    -- One a line.
    words text not null default '',
    position bigint not null
);
create unique index terms_type_slug on terms (term_type, slug);

-- Lists stand one entry a line.
create table tools (
    id bigint not null primary key,
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
    has_free_tier bigint not null,
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
    position bigint not null
);
create unique index tools_type_slug on tools (tool_type, slug);
create index tools_slug on tools (slug);
create index tools_name on tools (sort_name, id);

create table asks (
    id bigint not null primary key,
    user_id bigint not null,
    slug text not null,
    title text not null,
    description text not null,
    kind text not null,
    category_id bigint,
    budget_min bigint,
    budget_max bigint,
    currency text not null,
    places bigint not null,
    accepted bigint not null default 0,
    image_url text not null default '',
    visibility text not null,
    language text not null,
    status text not null,
    archived_at bigint,
    views bigint not null default 0,
    responses bigint not null default 0,
    created_at bigint not null,
    updated_at bigint not null,
    fulfilled_at bigint,
    expires_at bigint,
    -- When the matcher had looked at the newest wording.
    matched_at bigint,
    told bigint not null default 0
);
create unique index asks_slug on asks (user_id, slug);
create index asks_owner on asks (user_id, status);
create index asks_kind on asks (status, kind);
create index asks_category on asks (category_id, status);
create index asks_newest on asks (status, created_at);
create index asks_due on asks (expires_at) where expires_at is not null and status in ('open', 'in_progress');

create table offers (
    id bigint not null primary key,
    user_id bigint not null,
    slug text not null,
    title text not null,
    description text not null,
    kind text not null,
    category_id bigint,
    pricing text not null,
    price bigint not null,
    currency text not null,
    external_url text not null default '',
    image_url text not null default '',
    body text not null default '',
    visibility text not null,
    language text not null,
    status text not null,
    featured_at bigint,
    views bigint not null default 0,
    connections bigint not null default 0,
    created_at bigint not null,
    updated_at bigint not null,
    published_at bigint,
    matched_at bigint,
    told bigint not null default 0
);
create unique index offers_slug on offers (user_id, slug);
create index offers_owner on offers (user_id, status);
create index offers_kind on offers (status, kind);
create index offers_category on offers (category_id, status);
create index offers_newest on offers (status, created_at);

create table ask_tags (ask_id bigint not null, term_id bigint not null, position bigint not null, primary key (ask_id, term_id));
create table ask_tools (ask_id bigint not null, tool_id bigint not null, position bigint not null, primary key (ask_id, tool_id));
create index ask_tools_tool on ask_tools (tool_id);
create table offer_tags (offer_id bigint not null, term_id bigint not null, position bigint not null, primary key (offer_id, term_id));
create table offer_tools (offer_id bigint not null, tool_id bigint not null, position bigint not null, primary key (offer_id, tool_id));
create index offer_tools_tool on offer_tools (tool_id);

-- Who looked at what on which UTC day: a view counts once.
create table looks (
    kind text not null,
    id bigint not null,
    user_id bigint not null,
    day bigint not null,
    primary key (kind, id, user_id, day)
);

create table matches (
    id bigint not null primary key,
    ask_id bigint not null,
    offer_id bigint not null,
    ask_owner bigint not null,
    offer_owner bigint not null,
    score bigint not null,
    -- One a line, strongest first.
    reasons text not null,
    found_at bigint not null,
    updated_at bigint not null,
    -- Null: below the best, a line in a list.
    told_at bigint,
    withdrawn_at bigint,
    ask_dismissed_at bigint,
    offer_dismissed_at bigint,
    connection_id bigint,
    -- A fingerprint of what the card shows: whether an edit has changed it.
    shown bigint not null default 0
);
create unique index matches_pair on matches (ask_id, offer_id);
create index matches_offer on matches (offer_id);
create index matches_ask_owner on matches (ask_owner, withdrawn_at);
create index matches_offer_owner on matches (offer_owner, withdrawn_at);

create table tool_matches (
    ask_id bigint not null,
    tool_id bigint not null,
    score bigint not null,
    reasons text not null,
    primary key (ask_id, tool_id)
);
