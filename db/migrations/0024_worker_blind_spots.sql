CREATE TABLE worker_blind_spot (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id  bigint NOT NULL REFERENCES run,
  machine text NOT NULL CHECK (machine <> ''),
  source  text NOT NULL CHECK (source <> ''),
  kind    text NOT NULL CHECK (kind ~ '^[a-z-]+$'),
  pages   integer NOT NULL CHECK (pages >= 0),
  why     text NOT NULL,
  told_in bigint REFERENCES run
);
CREATE INDEX worker_blind_spot_untold ON worker_blind_spot (id) WHERE told_in IS NULL;
COMMENT ON TABLE worker_blind_spot IS
  'What a worker (`crawl --worker`) could not see, on whichever machine. Written when it ends; the next whole scan tells of it.';
COMMENT ON COLUMN worker_blind_spot.source IS 'Its key in the worker''s own sources.yaml, which the scan may not know.';
COMMENT ON COLUMN worker_blind_spot.told_in IS 'The scan in whose summary and messages it stands.';

GRANT UPDATE (told_in) ON worker_blind_spot TO aw_app;
