CREATE TABLE audit_disclosure (
  token_sha256 sha256_hex PRIMARY KEY REFERENCES web_session,
  at           timestamptz NOT NULL,
  account_id   bigint NOT NULL REFERENCES account,
  reason       text NOT NULL CHECK (reason <> '' AND octet_length(reason) <= 2000)
);
COMMENT ON TABLE audit_disclosure IS
  'A person opened reasons and details of the audit chain, which may name anybody: why, and for which session they stay open. Append-only.';
GRANT SELECT, INSERT ON audit_disclosure TO aw_app;
