-- Who in an organisation a key belongs to.
ALTER TABLE api_key
    ADD COLUMN team text COLLATE "C",
    ADD CONSTRAINT api_key_team_form CHECK (char_length(team) <= 64 AND team ~ '^[a-z0-9]+([._-][a-z0-9]+)*$');

-- What decided where a request was sent. Null where nothing but the request did, which costs a row no more than bits.
ALTER TABLE generation
    ADD COLUMN router text,
    ADD COLUMN task text,
    ADD COLUMN policy text COLLATE "C",
    ADD COLUMN policy_version integer,
    ADD COLUMN rule text COLLATE "C",
    ADD COLUMN arm text COLLATE "C",
    ADD COLUMN shadow boolean;

CREATE INDEX generation_of_policy ON generation (policy, started_at) WHERE policy IS NOT NULL;

-- What callers and people say of a generation; each of them one thing, the last that it said.
CREATE TABLE generation_feedback (
    generation_id   text COLLATE "C" NOT NULL,
    -- "key:" and the key's hash, or "person:" and the token's subject.
    submitter       text COLLATE "C" NOT NULL,
    organisation_id text COLLATE "C" NOT NULL,
    category        text NOT NULL,
    comment         text,
    score           double precision,
    submitted_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT generation_feedback_pk PRIMARY KEY (generation_id, submitter),
    CONSTRAINT generation_feedback_category CHECK (category IN (
        'latency', 'incoherence', 'incorrect_response', 'formatting', 'billing', 'api_error', 'other')),
    CONSTRAINT generation_feedback_comment_length CHECK (char_length(comment) <= 1000),
    CONSTRAINT generation_feedback_score CHECK (score BETWEEN 0 AND 1)
);
