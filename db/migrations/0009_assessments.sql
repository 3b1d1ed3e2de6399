CREATE TABLE assessment (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version_id      bigint NOT NULL REFERENCES posting_version,
  mode            text NOT NULL CHECK (mode IN ('live', 'shadow', 'backtest')),
  day_from        date NOT NULL,
  day_to          date NOT NULL,
  program_version text NOT NULL,
  pack_sha256     sha256_hex NOT NULL REFERENCES pack,
  snapshot_id     bigint REFERENCES register_snapshot,
  history_sha256  sha256_hex REFERENCES history_view,
  score           integer NOT NULL CHECK (score BETWEEN 0 AND 100),
  verdict         text NOT NULL CHECK (verdict IN ('clear', 'violation', 'unlicensed', 'fraud', 'trafficking')),
  review          boolean NOT NULL,
  genre           text NOT NULL,
  evasions        jsonb NOT NULL,
  register_as_of  date,
  register_stale  boolean NOT NULL,
  register_note   jsonb NOT NULL,
  fact_ids        bigint[] NOT NULL,
  made_at         timestamptz NOT NULL,
  UNIQUE NULLS NOT DISTINCT (version_id, mode, day_from, day_to, program_version, pack_sha256, snapshot_id, history_sha256),
  CHECK (day_from <= day_to)
);
COMMENT ON TABLE assessment IS
  'What the rules made of a version, and all that decided. Written by scans, imports and backtests; immutable.';
COMMENT ON COLUMN assessment.day_from IS 'First and last day (UTC+7, both included) on which licences were judged.';
COMMENT ON COLUMN assessment.fact_ids IS 'The facts it went by, in the order of the text.';

CREATE TABLE current_assessment (
  posting_id    bigint PRIMARY KEY REFERENCES posting,
  assessment_id bigint NOT NULL UNIQUE REFERENCES assessment
);
COMMENT ON TABLE current_assessment IS 'The live assessment that counts for a posting today. Moved on by scans.';

CREATE TABLE finding (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  assessment_id bigint NOT NULL REFERENCES assessment,
  n             integer NOT NULL CHECK (n > 0),
  rule_id       text NOT NULL CHECK (rule_id <> ''),
  rule_version  integer NOT NULL,
  indicator     text NOT NULL CHECK (indicator <> ''),
  severity      text NOT NULL CHECK (severity IN ('low', 'medium', 'high', 'critical')),
  points        integer NOT NULL,
  spans         jsonb NOT NULL,
  fact_ids      bigint[] NOT NULL,
  law_ids       text[] NOT NULL,
  why           jsonb NOT NULL,
  UNIQUE (assessment_id, n)
);
CREATE INDEX finding_indicator ON finding (indicator);
COMMENT ON TABLE finding IS 'One rule satisfied, with the words that decided. Written with its assessment; immutable.';
COMMENT ON COLUMN finding.spans IS '[{field, start, end, quote}]: bytes of the version''s text.';
COMMENT ON COLUMN finding.why IS '{title_vi, title_en, vi, en}: the rule''s titles, and one sentence for this posting.';

GRANT SELECT, INSERT ON assessment, finding TO aw_app;
GRANT SELECT, INSERT, UPDATE ON current_assessment TO aw_app;
