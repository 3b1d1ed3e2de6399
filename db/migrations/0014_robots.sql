CREATE TABLE robots (
  origin_id     bigint PRIMARY KEY REFERENCES origin,
  fetched_at    timestamptz NOT NULL,
  status        integer NOT NULL CHECK (status = 0 OR status BETWEEN 100 AND 999),
  body          bytea NOT NULL,
  etag          text,
  last_modified text
);
COMMENT ON TABLE robots IS
  'The robots.txt in force at an origin, as last fetched: asked again after 24 hours (RFC 9309), by any run or worker. '
  'Written by the crawl.';
COMMENT ON COLUMN robots.status IS 'HTTP status after redirects; 0: no answer, which forbids everything.';
COMMENT ON COLUMN robots.body IS 'Decoded, as far as it was read.';

GRANT SELECT, INSERT, UPDATE ON robots TO aw_app;
