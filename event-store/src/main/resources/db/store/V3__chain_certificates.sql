-- By which the installation's first key vouches for the one that signed the row, where that is another one: a public key (32
-- bytes) and the signature of it (64).
alter table store.chain add column certificate bytea;
