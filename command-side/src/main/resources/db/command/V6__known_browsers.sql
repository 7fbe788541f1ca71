-- Browsers in which users have signed in. The digest is of a secret that only the browser has, another one with each sign-in. A
-- row is good for the password it was made with. Failures: wrong sign-ins in a row from that browser. Freed: when its user last
-- signed in with it though locked.
CREATE TABLE known_browser (
    digest      text PRIMARY KEY,
    user_id     uuid NOT NULL,
    password_id uuid NOT NULL,
    failures    integer NOT NULL DEFAULT 0,
    seen_at     timestamptz NOT NULL,
    freed_at    timestamptz
);
CREATE INDEX known_browser_of_user ON known_browser (user_id, seen_at);
CREATE INDEX known_browser_seen_at ON known_browser (seen_at);
