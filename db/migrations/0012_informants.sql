CREATE SCHEMA confidential;
COMMENT ON SCHEMA confidential IS 'What may name a person who trusted us. The application may add to it, not read it.';

CREATE TABLE confidential.informant (
  tip_posting_id bigint PRIMARY KEY REFERENCES agencywatch.posting,
  name           text,
  contact        text,
  note           text,
  received_at    timestamptz NOT NULL,
  CHECK (name IS NOT NULL OR contact IS NOT NULL OR note IS NOT NULL)
);
COMMENT ON TABLE confidential.informant IS
  'Who gave a tip and how to reach them. Written when a tip is taken in; read by a role of its own.';

GRANT USAGE ON SCHEMA confidential TO aw_app;
GRANT INSERT ON confidential.informant TO aw_app;
