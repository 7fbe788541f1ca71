-- One row: which key this installation was begun with.
CREATE TABLE installation (
    only_one    boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    fingerprint text NOT NULL,
    begun_at    timestamptz NOT NULL DEFAULT now()
);

-- Hashes that facts refer to by id. Written before the fact, removable after it. Settled: a fact was seen that names it.
CREATE TABLE password (
    id         uuid PRIMARY KEY,
    user_id    uuid NOT NULL,
    hash       text NOT NULL,
    created_at timestamptz NOT NULL,
    settled    boolean NOT NULL DEFAULT false
);
CREATE INDEX password_user ON password (user_id);
CREATE INDEX password_unsettled ON password (created_at) WHERE NOT settled;

-- Tokens that may still be shown, sealed. Written before the fact, removed once claimed, revoked or replaced.
CREATE TABLE token_secret (
    token_id   uuid PRIMARY KEY,
    client_id  uuid NOT NULL,
    sealed     text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX token_secret_client ON token_secret (client_id);

-- Wrong sign-ins in a row of one user. The era is the number of the last fact that let the user begin anew (creation,
-- unlock, password change): another era counts from nought, so nothing has to be cleared together with a fact.
CREATE TABLE sign_in_failure (
    user_id   uuid PRIMARY KEY,
    era       bigint NOT NULL,
    failures  integer NOT NULL,
    failed_at timestamptz NOT NULL DEFAULT now()
);

-- Wrong sign-ins of the last minutes, to slow down guessing. The name is an HMAC: people type passwords there.
CREATE TABLE wrong_sign_in (
    name      text NOT NULL,
    address   text NOT NULL,
    failed_at timestamptz NOT NULL
);
CREATE INDEX wrong_sign_in_name ON wrong_sign_in (name, address, failed_at);
CREATE INDEX wrong_sign_in_address ON wrong_sign_in (address, failed_at);
CREATE INDEX wrong_sign_in_failed_at ON wrong_sign_in (failed_at);

-- Administrative commands of somebody who may not give them.
CREATE TABLE refused_attempt (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    attempted_at   timestamptz NOT NULL,
    actor_kind     text,
    actor_id       text,
    actor_name     text,
    via            text,
    correlation_id text,
    command        text NOT NULL,
    subject        text NOT NULL
);
CREATE INDEX refused_attempt_attempted_at ON refused_attempt (attempted_at);
