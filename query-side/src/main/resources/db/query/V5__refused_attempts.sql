-- Questions, and commands on projections, of somebody who may not send them.
create table refused_attempt (
    attempt_id uuid primary key default gen_random_uuid(),
    attempted_at timestamptz not null,
    actor_kind text,
    actor_id text,
    actor_name text,
    actor_roles text not null,
    via text,
    correlation_id text,
    message text not null,
    subject text not null,
    why text not null
);

create index refused_attempt_newest on refused_attempt (attempted_at, attempt_id);
