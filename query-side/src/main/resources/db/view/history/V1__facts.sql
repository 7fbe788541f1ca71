-- Everything that happened to users and clients. Names without a schema: the schema is given, as a rebuild makes another
-- one beside.

create table facts (
    -- the parts of the position; arrays compare part by part
    position bigint[] primary key,
    event_id uuid not null,
    type text not null,
    occurred_at timestamptz not null,
    subject_kind text not null,
    subject_id uuid not null,
    subject_name text not null,
    version bigint not null,
    -- of a client's fact: whose the client is after it
    owner_id uuid,
    actor_kind text not null,
    actor_id text not null,
    actor_name text not null,
    actor_name_key text collate "C" not null,
    actor_roles text not null,
    via text not null,
    reason text,
    correlation_id text not null,
    changes jsonb not null,
    -- what the subject is after it; nothing once it is removed
    state jsonb
);

create unique index facts_of_subject on facts (subject_id, version);
create index facts_by_time on facts (occurred_at);
create index facts_by_type on facts (type, position);
create index facts_by_actor on facts (actor_id, position);
create index facts_by_actor_name on facts (actor_name_key, position);
create index facts_by_owner on facts (owner_id) where owner_id is not null;
