create table person (
    id uuid primary key,
    name text not null constraint no_poison check (name <> 'poison'),
    facts integer not null
);

create index person_by_name on person (name);
