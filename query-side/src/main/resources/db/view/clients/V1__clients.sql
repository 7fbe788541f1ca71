-- The provisioned clients as they are now. Names without a schema: the schema is given, as a rebuild makes another one
-- beside.

create table clients (
    client_id uuid primary key,
    user_id uuid not null,
    username text not null,
    name text not null,
    type text not null,
    status text not null,
    token_id uuid not null,
    token_hint text not null,
    token_state text not null,
    token_issued_at timestamptz not null,
    token_claimed_at timestamptz,
    token_expires_at timestamptz,
    host_name text,
    version bigint not null,
    provisioned_at timestamptz not null,
    registered_at timestamptz,
    deregistered_at timestamptz,
    updated_at timestamptz not null,
    updated_by text not null,
    -- as they are sorted and searched: without case and accents, compared byte by byte
    name_key text collate "C" not null,
    username_key text collate "C" not null,
    host_name_key text collate "C"
);

create index clients_by_name on clients (name_key, client_id);
create index clients_of_user on clients (user_id, name_key, client_id);

-- The last version of every client that is gone.
create table removed (
    id uuid primary key,
    version bigint not null
);
