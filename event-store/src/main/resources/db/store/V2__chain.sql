-- What makes the history tamper-evident: each row chains and signs the facts that follow those of the row before it. It is
-- written behind the facts, so that appending waits for nothing.
create table store.chain (
    block     bigint         primary key,
    -- how many facts there are up to here
    facts     bigint         not null,
    -- of each fact, in order: era (4 bytes), transaction (8), number (8), link (32). The link is the SHA-256 of the link before
    -- it and of the fact
    entries   bytea          not null,
    signed_at timestamptz(6) not null,
    -- the fingerprint of the key
    signed_by text collate "C" not null,
    signature bytea          not null
);
