-- Everything that billing owns. Migrations only ever add: the version before must keep running beside the new one.

CREATE TABLE organisation (
    id                 text COLLATE "C" NOT NULL,
    name               text NOT NULL,
    active             boolean NOT NULL DEFAULT true,
    created_at         timestamptz NOT NULL DEFAULT now(),
    -- Grows with every change of what may be spent; published_revision follows once Redis has it.
    revision           bigint NOT NULL DEFAULT 1,
    published_revision bigint NOT NULL DEFAULT 0,
    CONSTRAINT organisation_pk PRIMARY KEY (id),
    CONSTRAINT organisation_id_form CHECK (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    CONSTRAINT organisation_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
    CONSTRAINT organisation_revisions CHECK (published_revision BETWEEN 0 AND revision)
);

CREATE INDEX organisation_unpublished ON organisation (id) WHERE published_revision < revision;

CREATE TABLE api_key (
    hash                  text COLLATE "C" NOT NULL,
    organisation_id       text COLLATE "C" NOT NULL,
    name                  text NOT NULL,
    label                 text NOT NULL,
    state                 text NOT NULL,
    limit_nanos           bigint,
    limit_reset           text,
    include_byok_in_limit boolean NOT NULL DEFAULT false,
    expires_at            timestamptz,
    created_at            timestamptz NOT NULL,
    updated_at            timestamptz,
    creator               text NOT NULL,
    revision              bigint NOT NULL DEFAULT 1,
    published_revision    bigint NOT NULL DEFAULT 0,
    CONSTRAINT api_key_pk PRIMARY KEY (hash),
    CONSTRAINT api_key_organisation FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT api_key_hash_form CHECK (hash ~ '^[0-9a-f]{64}$'),
    CONSTRAINT api_key_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
    CONSTRAINT api_key_state CHECK (state IN ('ACTIVE', 'DISABLED', 'DELETED')),
    CONSTRAINT api_key_limit CHECK (limit_nanos >= 0),
    CONSTRAINT api_key_limit_reset CHECK (limit_reset IN ('DAILY', 'WEEKLY', 'MONTHLY')),
    CONSTRAINT api_key_revisions CHECK (published_revision BETWEEN 0 AND revision)
);

CREATE INDEX api_key_of_organisation ON api_key (organisation_id, created_at DESC, hash) WHERE state <> 'DELETED';
CREATE INDEX api_key_unpublished ON api_key (hash) WHERE published_revision < revision;
CREATE INDEX api_key_updated ON api_key (updated_at);

-- The ledger. Signs: what an account holds is positive. A top-up moves from funding to wallet, usage from wallet to
-- usage, so over all accounts of an organisation the balances add up to zero.
CREATE TABLE ledger_account (
    id              bigint GENERATED ALWAYS AS IDENTITY,
    organisation_id text COLLATE "C" NOT NULL,
    kind            text NOT NULL,
    balance_nanos   bigint NOT NULL DEFAULT 0,
    CONSTRAINT ledger_account_pk PRIMARY KEY (id),
    CONSTRAINT ledger_account_organisation FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT ledger_account_kind CHECK (kind IN ('wallet', 'usage', 'funding', 'adjustment')),
    CONSTRAINT ledger_account_once UNIQUE (organisation_id, kind)
);

CREATE TABLE ledger_transaction (
    id              bigint GENERATED ALWAYS AS IDENTITY,
    kind            text NOT NULL,
    idempotency_key text COLLATE "C" NOT NULL,
    organisation_id text COLLATE "C" NOT NULL,
    note            text,
    actor           text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ledger_transaction_pk PRIMARY KEY (id),
    CONSTRAINT ledger_transaction_once UNIQUE (idempotency_key),
    CONSTRAINT ledger_transaction_organisation FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT ledger_transaction_kind CHECK (kind IN ('top_up', 'usage', 'adjustment'))
);

CREATE TABLE ledger_entry (
    transaction_id bigint NOT NULL,
    account_id     bigint NOT NULL,
    amount_nanos   bigint NOT NULL,
    CONSTRAINT ledger_entry_pk PRIMARY KEY (transaction_id, account_id),
    CONSTRAINT ledger_entry_transaction FOREIGN KEY (transaction_id) REFERENCES ledger_transaction (id),
    CONSTRAINT ledger_entry_account FOREIGN KEY (account_id) REFERENCES ledger_account (id),
    CONSTRAINT ledger_entry_moves_something CHECK (amount_nanos <> 0)
);

CREATE FUNCTION open_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO billing.ledger_account (organisation_id, kind)
    SELECT NEW.id, kind FROM unnest(ARRAY['wallet', 'usage', 'funding', 'adjustment']) AS kind;
    RETURN NULL;
END $$;

CREATE TRIGGER organisation_has_accounts AFTER INSERT ON organisation
    FOR EACH ROW EXECUTE FUNCTION open_accounts();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER ledger_transaction_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transaction
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_entry_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One statement brings all entries of a transaction. So balance and completeness are checked once a statement, not
-- once a row, which matters where usage is booked by the hundred.
CREATE FUNCTION post_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM posted GROUP BY transaction_id HAVING sum(amount_nanos) <> 0) THEN
        RAISE EXCEPTION 'a ledger transaction does not balance' USING ERRCODE = 'check_violation';
    END IF;
    -- A committed transaction is closed: entries come with the transaction that they belong to, or never.
    IF EXISTS (
        SELECT 1 FROM posted JOIN billing.ledger_transaction t ON t.id = posted.transaction_id
        WHERE t.xmin <> pg_current_xact_id()::xid
    ) THEN
        RAISE EXCEPTION 'a ledger transaction is closed' USING ERRCODE = 'restrict_violation';
    END IF;
    -- In one order everywhere, so that two batches never wait for each other.
    PERFORM 1 FROM billing.ledger_account
        WHERE id IN (SELECT account_id FROM posted) ORDER BY id FOR NO KEY UPDATE;
    UPDATE billing.ledger_account a SET balance_nanos = a.balance_nanos + p.amount
        FROM (SELECT account_id, sum(amount_nanos)::bigint AS amount FROM posted GROUP BY account_id) p
        WHERE a.id = p.account_id;
    RETURN NULL;
END $$;

CREATE TRIGGER ledger_entries_balance AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION post_entries();

CREATE FUNCTION require_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM billing.ledger_entry WHERE transaction_id = NEW.id) < 2 THEN
        RAISE EXCEPTION 'ledger transaction % has no entries', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER ledger_transaction_has_entries AFTER INSERT ON ledger_transaction
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_entries();

-- One row a generation, for ever and in great numbers: no prompt text, no foreign keys, integers. Ids begin with the
-- time, so the primary key alone can serve as the range key when this table gets partitioned.
CREATE TABLE generation (
    id                   text COLLATE "C" NOT NULL,
    started_at           timestamptz NOT NULL,
    cost_nanos           bigint NOT NULL,
    cost_prompt_nanos    bigint NOT NULL,
    tokens_input         integer NOT NULL,
    tokens_cache_read    integer NOT NULL,
    tokens_cache_write   integer NOT NULL,
    tokens_cache_write_1h integer NOT NULL,
    tokens_input_audio   integer NOT NULL,
    tokens_input_image   integer NOT NULL,
    tokens_output        integer NOT NULL,
    tokens_reasoning     integer NOT NULL,
    tokens_output_audio  integer NOT NULL,
    tokens_output_image  integer NOT NULL,
    latency_millis       integer NOT NULL,
    duration_millis      integer NOT NULL,
    status               smallint NOT NULL,
    streamed             boolean NOT NULL,
    cancelled            boolean NOT NULL,
    cache_hit            boolean NOT NULL,
    usage_source         text NOT NULL,
    organisation_id      text COLLATE "C" NOT NULL,
    key_hash             bytea NOT NULL,
    requested_model      text NOT NULL,
    model                text,
    provider             text,
    endpoint             text,
    upstream_id          text,
    finish_reason        text,
    native_finish_reason text,
    referer              text,
    title                text,
    department           text,
    end_user             text,
    session              text,
    user_agent           text,
    -- Of each attempt [provider, endpoint, outcome, status, duration in ms].
    attempts             jsonb NOT NULL,
    CONSTRAINT generation_pk PRIMARY KEY (id),
    CONSTRAINT generation_cost CHECK (cost_nanos >= 0 AND cost_prompt_nanos BETWEEN 0 AND cost_nanos),
    CONSTRAINT generation_usage_source CHECK (usage_source IN ('EXACT', 'ESTIMATED', 'NONE'))
);

-- Usage by key and UTC day of the request: what windows, limits and overviews are read from.
CREATE TABLE usage_day (
    key_hash        text COLLATE "C" NOT NULL,
    day             date NOT NULL,
    organisation_id text COLLATE "C" NOT NULL,
    cost_nanos      bigint NOT NULL,
    generations     bigint NOT NULL,
    updated_at      timestamptz NOT NULL,
    CONSTRAINT usage_day_pk PRIMARY KEY (key_hash, day)
);

CREATE INDEX usage_day_updated ON usage_day (updated_at);
CREATE INDEX usage_day_of_organisation ON usage_day (organisation_id, day);
