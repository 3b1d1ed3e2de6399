CREATE TABLE identifier (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind       text NOT NULL CHECK (kind ~ '^[a-z_]+$'),
  norm       text NOT NULL CHECK (norm <> '' AND octet_length(norm) <= 1024),
  hub_reason text,
  UNIQUE (kind, norm)
);
COMMENT ON TABLE identifier IS
  'A phone, account, handle, e-mail, domain, licence number, name or tax code that somebody was reached or named by. Written '
  'when alerts are built.';
COMMENT ON COLUMN identifier.hub_reason IS 'Why it unites nobody (a shared switchboard, a portal''s hotline); NULL: it may.';

CREATE TABLE subject (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  label       text NOT NULL,
  merged_into bigint REFERENCES subject CHECK (merged_into <> id),
  made_at     timestamptz NOT NULL
);
CREATE INDEX subject_merged ON subject (merged_into) WHERE merged_into IS NOT NULL;
COMMENT ON TABLE subject IS
  'Whoever is behind postings. Written when alerts are built; ids are never reused, and reads follow merged_into.';

CREATE TABLE tie (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject_id    bigint NOT NULL REFERENCES subject,
  identifier_id bigint NOT NULL REFERENCES identifier,
  posting_id    bigint NOT NULL REFERENCES posting,
  role          text NOT NULL CHECK (role IN ('controls', 'claims')),
  fact_id       bigint REFERENCES fact,
  by            text NOT NULL CHECK (by IN ('scan', 'person')),
  ended_at      timestamptz
);
CREATE UNIQUE INDEX tie_open ON tie (subject_id, identifier_id, posting_id, role) WHERE ended_at IS NULL;
CREATE INDEX tie_identifier ON tie (identifier_id);
CREATE INDEX tie_posting ON tie (posting_id);
COMMENT ON TABLE tie IS
  'A subject offers an identifier as its own (controls: unites) or only claims it (claims: unites nothing), in a posting, by a '
  'fact. Written when alerts are built.';

CREATE TABLE judgement_of_tie (
  id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind   text NOT NULL CHECK (kind IN ('link', 'separate')),
  a      bigint NOT NULL REFERENCES identifier,
  b      bigint NOT NULL REFERENCES identifier,
  by_id  bigint NOT NULL,
  at     timestamptz NOT NULL,
  reason text NOT NULL,
  CHECK (a <> b)
);
COMMENT ON TABLE judgement_of_tie IS
  'A person says that two identifiers are of one subject, or of two. Written by people only; beats every scan.';

GRANT SELECT, INSERT, UPDATE ON identifier, subject, tie TO aw_app;
GRANT SELECT, INSERT ON judgement_of_tie TO aw_app;
