-- The processes of this installation. Beside the views, as it comes from no fact; unlogged, because after a crash of the
-- database every process that is there says so again within seconds.
create unlogged table node (
    name text primary key,
    host text not null,
    process_id bigint not null,
    roles text not null,
    version text,
    started_at timestamptz not null,
    seen_at timestamptz not null
) with (fillfactor = 50);
