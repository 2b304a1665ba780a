-- The catalog. Nothing is deleted: what is no longer listed is retired, and comes back by losing its retirement.

create table provider (
    id                text primary key,
    name              text not null,
    base_url          text not null,
    dialect           text not null,
    authentication    text not null,
    environment_keys  text[] not null,
    forwarded_headers text[] not null,
    retired_at        timestamptz
);

create table model (
    id                text primary key,
    name              text not null,
    description       text not null,
    released          date,
    context_length    bigint not null check (context_length > 0),
    tokenizer         text not null,
    input_modalities  text[] not null,
    output_modalities text[] not null,
    retired_at        timestamptz
);

create table alias (
    alias    text primary key,
    model_id text not null references model
);
create index alias_model on alias (model_id);

create table endpoint (
    id                   text primary key,
    provider_id          text not null references provider,
    model_id             text not null references model,
    upstream_model       text not null,
    variant              text,
    context_length       bigint not null check (context_length > 0),
    max_output_tokens    bigint not null check (max_output_tokens > 0),
    quantization         text,
    supported_parameters text[] not null,
    retired_at           timestamptz
);
create index endpoint_model on endpoint (model_id);
create index endpoint_provider on endpoint (provider_id);

-- Dollars per million tokens, and per call; exact. A row holds from valid_from until the next row of its endpoint; a
-- row without amounts says that from then on the price is unknown. Rows are only ever added.
create sequence endpoint_price_id increment by 50;
create table endpoint_price (
    id             bigint primary key,
    endpoint_id    text not null references endpoint,
    valid_from     timestamptz not null,
    as_of          date,
    input          numeric check (input >= 0),
    output         numeric check (output >= 0),
    cache_read     numeric check (cache_read >= 0),
    cache_write    numeric check (cache_write >= 0),
    cache_write_1h numeric check (cache_write_1h >= 0),
    reasoning      numeric check (reasoning >= 0),
    input_audio    numeric check (input_audio >= 0),
    input_image    numeric check (input_image >= 0),
    output_audio   numeric check (output_audio >= 0),
    output_image   numeric check (output_image >= 0),
    request        numeric check (request >= 0),
    unique (endpoint_id, valid_from),
    check ((input is null) = (output is null) and (input is null) = (as_of is null))
);

-- One row: the version that a snapshot of the tables above has.
create table catalog_version (
    id         integer primary key check (id = 1),
    version    bigint not null,
    changed_at timestamptz not null
);
insert into catalog_version (id, version, changed_at) values (1, 0, now());

-- Who changed what, and why.
create sequence change_log_id increment by 50;
create table change_log (
    id         bigint primary key,
    version    bigint not null,
    changed_at timestamptz not null,
    who        text not null,
    why        text not null,
    subject    text not null,
    subject_id text not null,
    action     text not null,
    detail     text not null
);
create index change_log_subject on change_log (subject, subject_id);
create index change_log_version on change_log (version);
