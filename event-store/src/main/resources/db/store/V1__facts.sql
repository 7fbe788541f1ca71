-- One row for every history of transaction ids: a new one begins when the tables were restored into another cluster, and when
-- a standby was promoted or a backup rolled forward, because then ids may be given a second time. Facts of earlier eras are
-- settled: nothing can be added to them.
create table store.era (
    era               int         primary key,
    system_identifier bigint      not null,
    timeline          int         not null,
    begun_at          timestamptz not null default clock_timestamp()
);

-- Rows are only ever added. (era, xid, number) is the order of all facts, and readers stop below the oldest transaction that
-- is still running: whatever can still commit comes after everything that was read, so nothing is overtaken and no reader
-- needs to know about gaps. That is why xid is the transaction's own and never given by the writer.
--
-- Collation C: identifiers need no language, and an index that does not depend on the operating system's collation survives
-- its upgrades.
create table store.fact (
    era            int              not null,
    xid            xid8             not null default pg_current_xact_id(),
    number         bigint           not null generated always as identity,
    event_id       uuid             not null,
    aggregate_id   text collate "C" not null,
    aggregate_type text collate "C",
    sequence       bigint           not null,
    name           text collate "C" not null,
    revision       text collate "C" not null,
    occurred_at    timestamptz(6)   not null,
    metadata       text             not null,
    payload        bytea            not null,
    primary key (era, xid, number)
);

-- The one rule of appending: a version of an aggregate exists once.
create unique index fact_stream on store.fact (aggregate_id, sequence);

-- A shortcut only: losing this table loses nothing.
create table store.snapshot (
    aggregate_id   text collate "C" primary key,
    aggregate_type text collate "C" not null,
    sequence       bigint           not null,
    event_id       uuid             not null,
    name           text collate "C" not null,
    revision       text collate "C",
    occurred_at    timestamptz(6)   not null,
    metadata       text             not null,
    payload        bytea            not null
);
