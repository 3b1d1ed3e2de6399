-- What rules judged with: the pack, its rules, and the history view of a run.

CREATE DOMAIN sha256_hex AS text CHECK (VALUE ~ '^[0-9a-f]{64}$');
COMMENT ON DOMAIN sha256_hex IS 'A SHA-256 in 64 lower-case hexadecimal digits.';

CREATE TABLE pack (
  sha256   sha256_hex PRIMARY KEY,
  bytes    bytea NOT NULL,
  saved_at timestamptz NOT NULL
);
COMMENT ON TABLE pack IS
  'One rule pack as it judged, with all its reference tables. Written when a run starts; immutable, '
  'so that any assessment can be repeated.';

CREATE TABLE rule_version (
  pack_sha256 sha256_hex NOT NULL REFERENCES pack,
  rule_id     text NOT NULL CHECK (rule_id <> ''),
  version     integer NOT NULL CHECK (version > 0),
  status      text NOT NULL CHECK (status IN ('experimental', 'test', 'stable', 'deprecated')),
  severity    text NOT NULL CHECK (severity IN ('low', 'medium', 'high', 'critical')),
  PRIMARY KEY (pack_sha256, rule_id)
);
COMMENT ON TABLE rule_version IS 'One rule of one pack, for queries; the pack''s bytes decide. Written with the pack.';

CREATE TABLE history_view (
  sha256   sha256_hex PRIMARY KEY,
  bytes    bytea NOT NULL,
  saved_at timestamptz NOT NULL
);
COMMENT ON TABLE history_view IS
  'What a run''s rules could know of earlier postings. Written when a run starts; immutable.';

GRANT SELECT, INSERT ON pack, rule_version, history_view TO aw_app;
