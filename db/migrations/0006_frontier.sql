CREATE TABLE url (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source_id     bigint NOT NULL REFERENCES source,
  origin_id     bigint NOT NULL REFERENCES origin,
  url           text NOT NULL UNIQUE CHECK (url <> '' AND octet_length(url) <= 2048),
  state         text NOT NULL CHECK (state IN ('due', 'done', 'gone', 'refused', 'failed', 'skipped')),
  due_at        timestamptz,
  attempts      integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  gone_since    timestamptz,
  etag          text,
  last_modified text,
  body_sha256   sha256_hex,
  depth         integer NOT NULL CHECK (depth >= 0),
  seen_from     bigint REFERENCES url
);
CREATE INDEX url_due ON url (source_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX url_origin ON url (origin_id);
COMMENT ON TABLE url IS
  'An address that a source led to. Written by the crawl. There is no state "in progress": leases say who is at work, so '
  'that a killed process leaves nothing behind.';
COMMENT ON COLUMN url.state IS
  'What came of the last visit: due (none yet), done, gone (404 or 410 twice), refused (robots.txt), failed, skipped (not wanted).';
COMMENT ON COLUMN url.due_at IS 'When it is to be visited, whatever its state; NULL: not any more.';
COMMENT ON COLUMN url.attempts IS 'Failed visits in a row.';
COMMENT ON COLUMN url.gone_since IS 'The first of the 404 or 410 in a row; NULL when the last answer was none.';
COMMENT ON COLUMN url.depth IS 'Links from a start page, on the shortest way known.';

GRANT SELECT, INSERT, UPDATE ON url TO aw_app;
