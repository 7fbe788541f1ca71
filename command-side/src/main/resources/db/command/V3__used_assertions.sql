-- Signed assertions that were used, for as long as they could be used again.
CREATE UNLOGGED TABLE used_assertion (
    id    text PRIMARY KEY,
    until timestamptz NOT NULL
);
CREATE INDEX used_assertion_until ON used_assertion (until);
