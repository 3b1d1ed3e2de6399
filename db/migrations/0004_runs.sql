CREATE TABLE run (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind            text NOT NULL CHECK (kind ~ '^[a-z_]+$'),
  started         timestamptz NOT NULL,
  ended           timestamptz,
  outcome         text CHECK (outcome IN ('done', 'interrupted')),
  program_version text NOT NULL,
  pack_sha256     sha256_hex REFERENCES pack,
  snapshot_id     bigint REFERENCES register_snapshot,
  history_sha256  sha256_hex REFERENCES history_view,
  counts          jsonb NOT NULL DEFAULT '{}',
  CHECK (outcome IS DISTINCT FROM 'done' OR ended IS NOT NULL)
);
CREATE INDEX run_open ON run (id) WHERE outcome IS NULL;
COMMENT ON TABLE run IS
  'One run of the program that wrote something: scan, import … Opened when it starts, closed with its counts; one '
  'whose process was killed is marked interrupted (and has no end) by the next run.';

GRANT SELECT, INSERT, UPDATE ON run TO aw_app;
