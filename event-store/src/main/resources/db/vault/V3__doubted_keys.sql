-- Where facts are not kept in this database a key is stored before the fact that needs it, and the fact may never come.
--
-- Settled: a fact of that user was found. Doubted: none was, though long enough had gone by; whoever needs the key from then on takes
-- the doubt away first, so that one that is doubted for long enough can be given up.
alter table user_key
    add column settled    boolean not null default false,
    add column doubted_at timestamptz;
