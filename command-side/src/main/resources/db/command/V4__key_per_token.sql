-- Each token that may still be shown is sealed under a key of its own, which lies beside it, wrapped under the installation key:
-- with the row, and with its copies gone, nobody can read it, not even who has that key. Rows from before have none.
ALTER TABLE token_secret ADD COLUMN wrapped bytea;
