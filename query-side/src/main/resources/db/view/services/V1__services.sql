-- The service accounts as they are now. Names without a schema: the schema is given, as a rebuild makes another one beside.

create table services (
    service_account_id uuid primary key,
    name text not null,
    -- in the order in which they are declared, joined by blanks
    scopes text not null,
    enabled boolean not null,
    hint text not null,
    external_subject text,
    version bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    updated_by text not null,
    -- as it is sorted and searched: without case and accents, compared byte by byte
    name_key text collate "C" not null
);

create index services_by_name on services (name_key, service_account_id);

-- Service accounts are disabled, never removed; this stays empty and is here because every view of rows has it.
create table removed (
    id uuid primary key,
    version bigint not null
);
