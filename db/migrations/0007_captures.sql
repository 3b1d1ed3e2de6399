CREATE TABLE warc_file (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name          text NOT NULL UNIQUE CHECK (name <> ''),
  class         text NOT NULL CHECK (class IN ('spool', 'evidence')),
  node          text NOT NULL,
  sealed_sha256 sha256_hex,
  purged_at     timestamptz
);
COMMENT ON TABLE warc_file IS
  'A WARC file of a node''s data directory. Written by the crawl (spool) and by the copying of evidence. A purged one '
  'stays as a tombstone.';

CREATE TABLE capture (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  record_id      text NOT NULL UNIQUE CHECK (record_id ~ '^urn:uuid:[0-9a-f-]{36}$'),
  url_id         bigint NOT NULL REFERENCES url,
  final_url      text NOT NULL,
  at             timestamptz NOT NULL,
  ip             inet,
  cert_sha256    sha256_hex,
  block_sha256   sha256_hex NOT NULL,
  payload_sha256 sha256_hex NOT NULL,
  revisit_of     bigint REFERENCES capture,
  purged_at      timestamptz
);
CREATE INDEX capture_url ON capture (url_id, id);
COMMENT ON TABLE capture IS
  'The bytes a server sent, as one WARC record. Written after the record''s bytes are synced to disk; append-only.';

CREATE TABLE capture_at (
  capture_id   bigint NOT NULL REFERENCES capture,
  warc_file_id bigint NOT NULL REFERENCES warc_file,
  "offset"     bigint NOT NULL CHECK ("offset" >= 0),
  length       bigint NOT NULL CHECK (length > 0),
  PRIMARY KEY (capture_id, warc_file_id)
);
COMMENT ON TABLE capture_at IS
  'Where a capture''s record lies: file, first byte, bytes. The only part of a capture that changes. Written by the crawl, '
  'the copying of evidence and the purge of the spool.';

ALTER TABLE origin ADD FOREIGN KEY (robots_capture) REFERENCES capture;

CREATE TABLE "fetch" (
  id          bigint GENERATED ALWAYS AS IDENTITY,
  at          timestamptz NOT NULL,
  run_id      bigint NOT NULL REFERENCES run,
  url_id      bigint NOT NULL REFERENCES url,
  outcome     text NOT NULL CHECK (outcome ~ '^[a-z_]+$'),
  status      integer CHECK (status BETWEEN 100 AND 999),
  robots_line integer,
  ip          inet,
  ms          integer CHECK (ms >= 0),
  bytes       bigint CHECK (bytes >= 0),
  capture_id  bigint REFERENCES capture,
  detail      text,
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX fetch_run ON "fetch" (run_id);
CREATE INDEX fetch_url ON "fetch" (url_id, at);
COMMENT ON TABLE "fetch" IS
  'One attempt to get a URL, refusals by robots.txt included. Written by the crawl; append-only; a partition a month (UTC).';
COMMENT ON COLUMN "fetch".robots_line IS 'The line of robots.txt that decided; NULL when none did.';
COMMENT ON COLUMN "fetch".detail IS 'For a failure: what went wrong, in words.';

CREATE FUNCTION ensure_fetch_partition(day timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_catalog, pg_temp AS $$
DECLARE
  first date := date_trunc('month', day AT TIME ZONE 'UTC')::date;
  part  text := 'fetch_' || to_char(first, 'YYYY_MM');
BEGIN
  IF day IS NULL OR first < date '2000-01-01' OR first > date '2200-01-01' THEN
    RAISE EXCEPTION 'no partition of fetch for %', day;
  END IF;
  IF to_regclass('agencywatch.' || quote_ident(part)) IS NULL THEN
    PERFORM pg_advisory_xact_lock(hashtext('ensure_fetch_partition'));
    EXECUTE format('CREATE TABLE IF NOT EXISTS agencywatch.%I PARTITION OF agencywatch.fetch FOR VALUES FROM (%L) TO (%L)', part,
                   first::timestamp AT TIME ZONE 'UTC', (first + interval '1 month') AT TIME ZONE 'UTC');
  END IF;
END $$;
COMMENT ON FUNCTION ensure_fetch_partition(timestamptz) IS
  'Makes the partition of fetch that the instant falls in, if it is not there. Called at the start of a run.';
REVOKE ALL ON FUNCTION ensure_fetch_partition(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_fetch_partition(timestamptz) TO aw_app;

GRANT SELECT, INSERT, UPDATE ON warc_file TO aw_app;
GRANT SELECT, INSERT ON capture TO aw_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON capture_at TO aw_app;
GRANT SELECT, INSERT ON "fetch" TO aw_app;
