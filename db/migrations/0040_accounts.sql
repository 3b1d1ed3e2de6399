CREATE TABLE account (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name           text NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  role           text NOT NULL CHECK (role IN ('viewer', 'inspector', 'supervisor', 'liaison', 'admin')),
  password_hash  text NOT NULL CHECK (password_hash LIKE '$argon2id$%'),
  totp_secret    text CHECK (totp_secret ~ '^[A-Z2-7]{32,}$'),
  totp_last_step bigint NOT NULL DEFAULT 0,
  made_at        timestamptz NOT NULL,
  disabled_at    timestamptz,
  CHECK (totp_secret IS NOT NULL OR role IN ('viewer', 'inspector'))
);
COMMENT ON TABLE account IS 'Somebody who may log in to the review site. Written by `agencywatch user` and by a change of password.';
COMMENT ON COLUMN account.totp_secret IS 'Second factor (RFC 6238), base32; NULL: a password is enough.';
COMMENT ON COLUMN account.totp_last_step IS 'The last step whose code was used: no code counts twice.';

CREATE TABLE web_session (
  token_sha256 sha256_hex PRIMARY KEY,
  account_id   bigint NOT NULL REFERENCES account,
  csrf_token   text NOT NULL CHECK (csrf_token <> ''),
  made_at      timestamptz NOT NULL,
  used_at      timestamptz NOT NULL,
  ended_at     timestamptz
);
CREATE INDEX web_session_account ON web_session (account_id) WHERE ended_at IS NULL;
COMMENT ON TABLE web_session IS
  'A log-in that lasts: the hash of its cookie, never the cookie. Written by the review site; ends by log-out, by time, '
  'or when the account is disabled or gets another password.';

CREATE TABLE login_attempt (
  at          timestamptz NOT NULL,
  name_sha256 sha256_hex NOT NULL,
  address     text NOT NULL
);
CREATE INDEX login_attempt_name ON login_attempt (name_sha256, at);
CREATE INDEX login_attempt_address ON login_attempt (address, at);
CREATE INDEX login_attempt_at ON login_attempt (at);
COMMENT ON TABLE login_attempt IS 'A log-in that failed, for the throttle; rows older than a day are removed.';

CREATE TABLE disclosure (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at           timestamptz NOT NULL,
  account_id   bigint NOT NULL REFERENCES account,
  token_sha256 sha256_hex NOT NULL REFERENCES web_session,
  alert_id     bigint NOT NULL REFERENCES alert,
  reason       text NOT NULL CHECK (reason <> '' AND octet_length(reason) <= 2000),
  UNIQUE (token_sha256, alert_id)
);
COMMENT ON TABLE disclosure IS
  'A person opened the personal data of an alert, why, and for which session it stays open. Append-only.';

GRANT SELECT, INSERT, UPDATE ON account, web_session TO aw_app;
GRANT SELECT, INSERT, DELETE ON login_attempt TO aw_app;
