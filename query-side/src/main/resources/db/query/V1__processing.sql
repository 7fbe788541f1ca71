-- How far each projection has come (Axon's token store).
create table token (
    processor_name text not null,
    segment integer not null,
    token bytea,
    token_type text,
    touched_at text,
    owner text,
    primary key (processor_name, segment)
) with (fillfactor = 50);

-- Facts that a projection could not apply, in order, per user or client (Axon's dead-letter queue).
create table dead_letter (
    id text primary key,
    processing_group text not null,
    sequence_identifier text not null,
    sequence_index bigint not null,
    message_type text not null,
    event_identifier text not null,
    occurred_at text not null,
    payload_type text not null,
    payload_revision text,
    payload bytea not null,
    meta_data bytea,
    aggregate_type text,
    aggregate_identifier text,
    sequence_number bigint,
    token_type text,
    token bytea,
    enqueued_at text not null,
    last_touched text,
    processing_started text,
    cause_type text,
    cause_message text,
    diagnostics bytea,
    unique (processing_group, sequence_identifier, sequence_index)
);

-- The last time a projection could not go on at all. It counts only while the projection is still where it was then.
create table halt (
    projection text primary key,
    token bytea,
    since timestamptz not null,
    reason text not null
);

-- Projections that are, or were, built anew aside. At most one of each is running.
create table rebuild (
    id bigint generated always as identity primary key,
    projection text not null,
    state text not null,
    started_by text not null,
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    token bytea,
    token_type text,
    events bigint not null default 0,
    reached bigint not null default 0,
    target bigint not null default 0,
    checksum text,
    equal boolean,
    failure text
);

create unique index rebuild_running on rebuild (projection) where state = 'RUNNING';
