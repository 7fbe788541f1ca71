-- How far the views were behind over the last minutes. Unlogged: after a crash of the database it is no loss.
create unlogged table lag (
    at timestamptz primary key,
    facts bigint not null
);
