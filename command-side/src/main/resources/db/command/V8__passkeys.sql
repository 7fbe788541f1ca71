-- Passkeys of users: what their authenticators said when they were registered, public key and all; the private key never leaves
-- an authenticator. Facts name a row by its identifier. Settled: the sweeper has seen that its user's facts name it.
CREATE TABLE passkey (
    id            uuid PRIMARY KEY,
    user_id       uuid NOT NULL,
    credential_id text NOT NULL UNIQUE,
    attestation   bytea NOT NULL,
    transports    text NOT NULL,
    sign_count    bigint NOT NULL,
    label         text NOT NULL,
    created_at    timestamptz NOT NULL,
    last_used_at  timestamptz,
    settled       boolean NOT NULL DEFAULT false
);
CREATE INDEX passkey_of_user ON passkey (user_id, created_at);
CREATE INDEX passkey_unsettled ON passkey (created_at) WHERE NOT settled;
-- Of a session: when a passkey was given in it, and what an authenticator was last asked, for what.
ALTER TABLE session
    ADD COLUMN passkey_at              timestamptz,
    ADD COLUMN challenge               text,
    ADD COLUMN challenge_at            timestamptz,
    ADD COLUMN challenged_registration boolean;
