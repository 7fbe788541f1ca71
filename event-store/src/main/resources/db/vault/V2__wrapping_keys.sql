-- Under which installation key a user's key is wrapped: the fingerprint of that key; null: the one that the installation was
-- begun with, by rows from before this was written down.
--
-- Nothing can be wrapped under a key that is not in the first of these tables, and none leaves it while something is wrapped
-- under it. Those that left are in the second one, and never come back.
create table wrapping_key (
    fingerprint text        primary key,
    place       bigint      not null generated always as identity unique,
    since       timestamptz not null default clock_timestamp()
);
create table retired_key (
    fingerprint text        primary key,
    retired_at  timestamptz not null default clock_timestamp()
);
alter table user_key add column wrapped_by text references wrapping_key;
