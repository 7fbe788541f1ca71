-- Refused attempts are read newest first, a page at a time; and questions are refused as well as commands.
ALTER TABLE refused_attempt RENAME COLUMN command TO message;
ALTER TABLE refused_attempt ADD COLUMN attempt_id uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE refused_attempt ADD COLUMN actor_roles text NOT NULL DEFAULT '';
ALTER TABLE refused_attempt ADD COLUMN why text NOT NULL DEFAULT 'not_permitted';
DROP INDEX refused_attempt_attempted_at;
CREATE INDEX refused_attempt_newest ON refused_attempt (attempted_at, attempt_id);
