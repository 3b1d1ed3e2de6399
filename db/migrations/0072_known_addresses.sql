CREATE TABLE known_address (
  account_id bigint NOT NULL REFERENCES account,
  address    text NOT NULL,
  used_at    timestamptz NOT NULL,
  PRIMARY KEY (account_id, address)
);
COMMENT ON TABLE known_address IS
  'From where an account was logged in to, and when last: guesses from elsewhere do not keep its owner out. Rows older than 90 days are removed.';
GRANT SELECT, INSERT, UPDATE, DELETE ON known_address TO aw_app;

ALTER TABLE login_attempt ADD COLUMN throttled boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN login_attempt.throttled IS 'Another try came while one had to wait after this one: the audit chain tells of it once.';
GRANT UPDATE (throttled) ON login_attempt TO aw_app;
