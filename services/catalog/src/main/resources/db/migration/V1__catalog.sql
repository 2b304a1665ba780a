-- The catalog. Nothing is deleted: what is no longer listed is retired, and comes back by losing its retirement. A row
-- has the columns that it is found and ordered by, and all its facts as one document, in which prices are exact
-- decimals.

create table provider (
    id         text primary key,
    origin     text not null,
    owner      text,
    retired_at timestamptz,
    retired_by text,
    facts      jsonb not null,
    check ((retired_at is null) = (retired_by is null))
);

create table model (
    id         text primary key,
    origin     text not null,
    owner      text,
    retired_at timestamptz,
    retired_by text,
    facts      jsonb not null,
    check ((retired_at is null) = (retired_by is null))
);

create table endpoint (
    id          text primary key,
    provider_id text not null references provider,
    model_id    text not null references model,
    origin      text not null,
    owner       text,
    retired_at  timestamptz,
    retired_by  text,
    facts       jsonb not null,
    check ((retired_at is null) = (retired_by is null))
);
create index endpoint_model on endpoint (model_id);
create index endpoint_provider on endpoint (provider_id);

-- What a call costs: status, prices, ceiling and offer, in dollars per million tokens and per piece. A row holds from
-- valid_from until the next row of its endpoint. Rows are only ever added.
create table endpoint_price (
    id          bigint primary key,
    endpoint_id text not null references endpoint,
    valid_from  timestamptz not null,
    charged     jsonb not null,
    unique (endpoint_id, valid_from)
);

-- One row: the version that a snapshot of the tables above has, and the catalog files that are merged into it.
create table catalog_state (
    id           integer primary key check (id = 1),
    version      bigint not null,
    changed_at   timestamptz not null,
    last_entry   bigint not null,
    files_digest text
);
insert into catalog_state (id, version, changed_at, last_entry) values (1, 0, now(), 0);

-- Who changed what, and why: each field as it was and as it became.
create table change_log (
    id          bigint primary key,
    version     bigint not null,
    changed_at  timestamptz not null,
    who         text not null,
    why         text not null,
    subject     text not null,
    subject_id  text not null,
    action      text not null,
    differences jsonb not null
);
create index change_log_subject on change_log (subject_id, id);
create index change_log_version on change_log (version);

-- Documents that somebody brought to be imported, and what they change.
create table catalog_import (
    id              text primary key,
    created_at      timestamptz not null,
    created_by      text not null,
    source          text not null,
    documents       text not null,
    base_version    bigint not null,
    diff            jsonb not null,
    status          text not null,
    applied_at      timestamptz,
    applied_by      text,
    why             text,
    applied_version bigint
);

-- Prices beyond belief, and who decided what about them.
create table held_price (
    id           text primary key,
    import_id    text not null references catalog_import,
    endpoint_id  text not null references endpoint,
    model_id     text not null references model,
    proposed     jsonb not null,
    reason       text not null,
    new_endpoint boolean not null,
    held_at      timestamptz not null,
    status       text not null,
    decided_at   timestamptz,
    decided_by   text,
    why          text
);
create unique index held_price_waiting on held_price (endpoint_id) where status = 'WAITING';
