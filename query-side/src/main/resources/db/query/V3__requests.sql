-- Commands on projections that came with an Idempotency-Key, and their answers, for 24 hours.
create table request (
    request text primary key,
    digest text not null,
    answer text,
    answered_at timestamptz not null default clock_timestamp()
);

create index request_answered on request (answered_at);
