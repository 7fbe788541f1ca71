-- The keys under which personal data is stored in facts and snapshots, one a user, each wrapped under the installation key.
-- A schema of its own, because it is backed up apart: a key that is destroyed must not come back with an older backup.
--
-- A row whose key is destroyed stays, without the key, so that none is made again.
create table user_key (
    user_id      uuid        primary key,
    wrapped      bytea,
    made_at      timestamptz not null default clock_timestamp(),
    destroyed_at timestamptz,
    check ((wrapped is null) = (destroyed_at is not null))
);
create index user_key_destroyed on user_key (user_id) where destroyed_at is not null;

-- How many keys were destroyed as yet: another number than before tells every process to forget the keys it holds.
create table state (
    only_one    boolean primary key default true check (only_one),
    destroyed   bigint  not null default 0,
    -- which installation key the keys are wrapped under
    fingerprint text
);
insert into state default values;

-- Users who are being erased, and how far that has come. Written before the fact that says so.
create table erasure (
    user_id         uuid        primary key,
    announced_at    timestamptz not null default clock_timestamp(),
    destroyed_at    timestamptz,
    command_cleared boolean     not null default false,
    query_cleared   boolean     not null default false
);
