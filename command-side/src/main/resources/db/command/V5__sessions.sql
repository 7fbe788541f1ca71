-- Who is signed in to the console. The digest is of a secret that only the browser has. The era is the number of the user's
-- fact (creation, unlock, another password) since which it is open: with another one the session is over.
CREATE TABLE session (
    digest    text PRIMARY KEY,
    user_id   uuid NOT NULL,
    era       bigint NOT NULL,
    opened_at timestamptz NOT NULL,
    seen_at   timestamptz NOT NULL
);
CREATE INDEX session_of_user ON session (user_id, opened_at);
CREATE INDEX session_seen_at ON session (seen_at);
