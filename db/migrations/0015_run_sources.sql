CREATE TABLE run_source (
  run_id    bigint NOT NULL REFERENCES run,
  source_id bigint NOT NULL REFERENCES source,
  visited   bigint NOT NULL CHECK (visited >= 0),
  PRIMARY KEY (run_id, source_id)
);
COMMENT ON TABLE run_source IS
  'How much of its nightly budget a source has used in a run, over all workers. Written with the pages.';

GRANT SELECT, INSERT, UPDATE ON run_source TO aw_app;
