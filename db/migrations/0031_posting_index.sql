CREATE TABLE posting_index (
  posting_id bigint PRIMARY KEY REFERENCES posting,
  version_id bigint NOT NULL REFERENCES posting_version,
  words      tsvector NOT NULL,
  signature  bytea CHECK (octet_length(signature) = 256),
  bands      bigint[]
);
CREATE INDEX posting_index_words ON posting_index USING gin (words);
CREATE INDEX posting_index_bands ON posting_index USING gin (bands) WITH (fastupdate = off);
COMMENT ON TABLE posting_index IS
  'By what a posting''s current version is found: its words without marks and disguise, and the signature of its text. '
  'Written with each version; can be made again from the text.';
COMMENT ON COLUMN posting_index.signature IS '64 numbers of 32 bits, big-endian; NULL for a text too short to compare.';
COMMENT ON COLUMN posting_index.bands IS '16 hashes of four of them each: texts that share one are compared.';
CREATE INDEX posting_duplicate ON posting (duplicate_of) WHERE duplicate_of IS NOT NULL;

-- What stands is the gravest that any version was judged to be: an edit that takes the evidence away lowers nothing.
ALTER TABLE current_assessment
  ADD COLUMN standing_id bigint REFERENCES assessment,
  ADD COLUMN built       boolean NOT NULL DEFAULT false;
UPDATE current_assessment SET standing_id = assessment_id;
ALTER TABLE current_assessment ALTER COLUMN standing_id SET NOT NULL;
CREATE INDEX current_assessment_unbuilt ON current_assessment (posting_id) WHERE NOT built;
COMMENT ON COLUMN current_assessment.standing_id IS
  'The gravest among the last assessments of the posting''s versions: the one that alerts go by.';
COMMENT ON COLUMN current_assessment.built IS 'Alerts have taken in the posting as it stands now.';

CREATE FUNCTION posting_concerns_alerts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE current_assessment SET built = false WHERE posting_id = NEW.id AND built;
  RETURN NULL;
END $$;
CREATE TRIGGER posting_concerns_alerts AFTER UPDATE OF withdrawn_by, duplicate_of ON posting FOR EACH ROW
  WHEN (OLD.withdrawn_by IS DISTINCT FROM NEW.withdrawn_by OR OLD.duplicate_of IS DISTINCT FROM NEW.duplicate_of)
  EXECUTE FUNCTION posting_concerns_alerts();

-- Names too: whether one is printed on every page of a site is asked of this index.
DROP INDEX fact_identifier;
CREATE INDEX fact_identifier ON fact (kind, md5(value))
  WHERE kind IN ('phone', 'account', 'social', 'email', 'domain', 'licence', 'tax_code', 'enterprise');

CREATE VIEW flagged_url AS
  SELECT c.url_id, v.posting_id, a.verdict
  FROM capture c JOIN sighting s ON s.capture_id = c.id JOIN posting_version v ON v.id = s.version_id
  JOIN posting p ON p.id = v.posting_id AND p.withdrawn_by IS NULL
  JOIN current_assessment cur ON cur.posting_id = p.id JOIN assessment a ON a.id = cur.standing_id
  WHERE a.verdict <> 'clear';
COMMENT ON VIEW flagged_url IS
  'Addresses on which a posting with signs was seen that has not been taken off: to be visited more often, so that an '
  'edit or a withdrawal is caught near its time. A row for each capture; ask by url_id.';

GRANT SELECT, INSERT, UPDATE ON posting_index TO aw_app;
GRANT SELECT ON flagged_url TO aw_app;
