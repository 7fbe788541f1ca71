-- Signed assertions that were used, for as long as they could be used again.
create unlogged table used_assertion (
    id text primary key,
    until timestamptz not null
);

create index used_assertion_until on used_assertion (until);
