-- The users as they are now. Names without a schema: the schema is given, as a rebuild makes another one beside.

create table users (
    user_id uuid primary key,
    username text not null,
    configuration text not null,
    email text not null,
    first_name text not null,
    last_name text not null,
    primary_role text not null,
    admin boolean not null,
    locked boolean not null,
    version bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    updated_by text not null,
    -- as they are sorted and searched: without case and accents, compared byte by byte
    username_key text collate "C" not null,
    email_key text collate "C" not null,
    first_name_key text collate "C" not null,
    last_name_key text collate "C" not null
);

create index users_by_username on users (username_key, user_id);

-- The last version of every user that is gone.
create table removed (
    id uuid primary key,
    version bigint not null
);

-- Whose each client is; nobody's once it is removed.
create table clients (
    client_id uuid primary key,
    user_id uuid,
    version bigint not null
);

create index clients_of_user on clients (user_id);
