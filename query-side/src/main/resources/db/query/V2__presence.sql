-- When the machine of a client was last heard of. Beside the views, as it comes from no fact; unlogged, because after a
-- crash of the database every machine that is there says so again within a minute.
create unlogged table presence (
    client_id uuid primary key,
    heard_at timestamptz not null
) with (fillfactor = 50);
