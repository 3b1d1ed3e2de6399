CREATE TABLE posting (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind            text NOT NULL CHECK (kind IN ('advert', 'listing', 'tip')),
  source_id       bigint NOT NULL REFERENCES source,
  canonical_url   text NOT NULL CHECK (octet_length(canonical_url) <= 2048),
  item_key        text NOT NULL CHECK (octet_length(item_key) <= 256),
  first_seen      timestamptz NOT NULL,
  last_seen       timestamptz NOT NULL,
  withdrawn_after timestamptz,
  withdrawn_by    timestamptz,
  duplicate_of    bigint REFERENCES posting CHECK (duplicate_of <> id),
  UNIQUE (source_id, canonical_url, item_key),
  CHECK (first_seen <= last_seen),
  CHECK ((withdrawn_after IS NULL) = (withdrawn_by IS NULL) AND withdrawn_after <= withdrawn_by)
);
COMMENT ON TABLE posting IS
  'An advertisement, an agency''s listing or a tip: its identity and how long it was seen. Written by the crawl and by imports.';
COMMENT ON COLUMN posting.withdrawn_after IS 'It was last seen then, and gone at withdrawn_by: it was taken off in between.';

CREATE TABLE posting_version (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  posting_id     bigint NOT NULL REFERENCES posting,
  n              integer NOT NULL CHECK (n > 0),
  reader_version text NOT NULL,
  text_sha256    sha256_hex NOT NULL,
  title          text NOT NULL,
  body           text NOT NULL,
  context        text NOT NULL,
  date_posted    date,
  fields         jsonb NOT NULL,
  made_at        timestamptz NOT NULL,
  UNIQUE (posting_id, n)
);
COMMENT ON TABLE posting_version IS
  'What a posting said from one change of its text to the next. Written with the page that said so; immutable.';
COMMENT ON COLUMN posting_version.text_sha256 IS 'Over title, NUL, body, NUL, context.';
COMMENT ON COLUMN posting_version.fields IS 'What the page marked up: employer, valid_through, salary_min … , country, region.';

CREATE TABLE sighting (
  version_id bigint NOT NULL REFERENCES posting_version,
  capture_id bigint NOT NULL REFERENCES capture,
  locator    text NOT NULL,
  PRIMARY KEY (version_id, capture_id, locator)
);
CREATE INDEX sighting_capture ON sighting (capture_id);
COMMENT ON TABLE sighting IS 'A version read out of a capture, and where in it. Written with the page.';

CREATE TABLE fact (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version_id     bigint NOT NULL REFERENCES posting_version,
  engine_version text NOT NULL,
  digest         sha256_hex NOT NULL,
  kind           text NOT NULL CHECK (kind <> ''),
  value          text NOT NULL,
  attrs          jsonb NOT NULL,
  field          text NOT NULL CHECK (field IN ('title', 'body', 'context')),
  start          integer NOT NULL CHECK (start >= 0),
  "end"          integer NOT NULL,
  quote          text NOT NULL,
  UNIQUE (version_id, engine_version, digest),
  CHECK ("end" >= start)
);
CREATE INDEX fact_identifier ON fact (kind, md5(value))
  WHERE kind IN ('phone', 'account', 'social', 'email', 'domain', 'licence', 'tax_code');
COMMENT ON TABLE fact IS
  'Something the rules'' readers found in a version''s text, with its place in bytes. Written with the version''s assessment; never changed.';
COMMENT ON COLUMN fact.digest IS 'Over all of the fact''s content: the same fact read again is the same row.';

GRANT SELECT, INSERT, UPDATE ON posting TO aw_app;
GRANT SELECT, INSERT ON posting_version, sighting, fact TO aw_app;
