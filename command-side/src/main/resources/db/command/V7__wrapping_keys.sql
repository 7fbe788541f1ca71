-- Under which installation key the key of a token is wrapped: its fingerprint; null: the one that the installation was begun
-- with, by rows from before this was written down. Nothing is wrapped under a key that is not in the first table, and none leaves
-- it while something is; those that left are in the second one.
CREATE TABLE wrapping_key (
    fingerprint text        PRIMARY KEY,
    place       bigint      NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE,
    since       timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE retired_key (
    fingerprint text        PRIMARY KEY,
    retired_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
ALTER TABLE token_secret ADD COLUMN wrapped_by text REFERENCES wrapping_key;
