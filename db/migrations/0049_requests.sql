CREATE TABLE person_request (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind            text NOT NULL CHECK (kind IN ('view', 'correct', 'restrict', 'delete', 'object')),
  received_at     timestamptz NOT NULL,
  channel         text NOT NULL CHECK (octet_length(channel) <= 200),
  requester       text NOT NULL CHECK (requester <> '' AND octet_length(requester) <= 300),
  contact         text NOT NULL CHECK (octet_length(contact) <= 500),
  wish            text NOT NULL CHECK (octet_length(wish) <= 20000),
  taken_at        timestamptz NOT NULL,
  taken_by_id     bigint NOT NULL REFERENCES person,
  acknowledge_by  date NOT NULL,
  due             date NOT NULL,
  extended_to     date CHECK (extended_to > due),
  acknowledged_at timestamptz,
  identified_at   timestamptz,
  decided_at      timestamptz,
  outcome         text CHECK (outcome IN ('fulfilled', 'partly', 'refused', 'withdrawn')),
  CHECK (received_at <= taken_at),
  CHECK ((decided_at IS NULL) = (outcome IS NULL)),
  CHECK (outcome IS NULL OR outcome IN ('refused', 'withdrawn') OR identified_at IS NOT NULL)
);
CREATE INDEX person_request_open ON person_request (due) WHERE decided_at IS NULL;
COMMENT ON TABLE person_request IS
  'A person named in the data asks to see, correct, restrict or delete it, or objects. Its id is the number that people use. Written by people only.';
COMMENT ON COLUMN person_request.due IS 'Last day (UTC+7) by law: Decree 356/2025/ND-CP; acknowledge_by likewise.';
COMMENT ON COLUMN person_request.identified_at IS 'Since then it is proved that the data are about whoever asks; nothing is given out or done before.';

CREATE TABLE request_identifier (
  request_id bigint NOT NULL REFERENCES person_request,
  kind       text NOT NULL CHECK (kind IN ('phone', 'account', 'social', 'email', 'name')),
  norm       text NOT NULL CHECK (norm <> '' AND octet_length(norm) <= 1024),
  PRIMARY KEY (request_id, kind, norm)
);
COMMENT ON TABLE request_identifier IS 'What the person is reached or named by, and asks about. Written with the request.';

CREATE TABLE request_event (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  request_id bigint NOT NULL REFERENCES person_request,
  at         timestamptz NOT NULL,
  by_id      bigint NOT NULL REFERENCES person,
  kind       text NOT NULL CHECK (kind IN ('taken', 'acknowledged', 'identified', 'extended', 'extract_made', 'decided', 'lifted')),
  note       text NOT NULL CHECK (octet_length(note) <= 20000),
  details    jsonb NOT NULL
);
CREATE INDEX request_event_request ON request_event (request_id, id);
COMMENT ON TABLE request_event IS 'A step of a request. Written with the step, which is in the audit chain, too; append-only.';

CREATE TABLE restriction (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  request_id bigint NOT NULL REFERENCES person_request,
  kind       text CHECK (kind IN ('phone', 'account', 'social', 'email')),
  norm       text,
  posting_id bigint REFERENCES posting,
  made_at    timestamptz NOT NULL,
  lifted_at  timestamptz,
  CHECK (num_nonnulls(norm, posting_id) = 1 AND (kind IS NULL) = (norm IS NULL))
);
CREATE INDEX restriction_live ON restriction (request_id) WHERE lifted_at IS NULL;
COMMENT ON TABLE restriction IS
  'Data that are kept, but neither shown nor given away: whatever shows an identifier, postings to come too, or one posting. Written with the decision.';

CREATE VIEW restricted_posting AS
  (SELECT v.posting_id FROM restriction r JOIN fact f ON f.kind = r.kind AND md5(f.value) = md5(r.norm) AND f.value = r.norm
     AND f.kind IN ('phone', 'account', 'social', 'email', 'domain', 'licence', 'tax_code', 'enterprise')
   JOIN posting_version v ON v.id = f.version_id WHERE r.lifted_at IS NULL
   UNION SELECT r.posting_id FROM restriction r WHERE r.lifted_at IS NULL AND r.posting_id IS NOT NULL)
  EXCEPT SELECT h.posting_id FROM held_posting h;
COMMENT ON VIEW restricted_posting IS
  'Postings that are not to be shown or exported. What a case or an open alert rests on stays to be seen (Law 91/2025/QH15, article 19).';

CREATE VIEW restricted_identifier AS
  SELECT i.id AS identifier_id FROM restriction r JOIN identifier i ON i.kind = r.kind AND i.norm = r.norm
  WHERE r.lifted_at IS NULL AND NOT EXISTS (SELECT FROM tie t JOIN held_posting h ON h.posting_id = t.posting_id WHERE t.identifier_id = i.id);
COMMENT ON VIEW restricted_identifier IS 'Identifiers of subjects that are not to be shown, likewise.';

-- Of these postings, those that nothing holds become tombstones. Returns how many.
CREATE FUNCTION erase_for_request(request bigint, postings bigint[], at timestamptz, actor text) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_variable
DECLARE
  free bigint[];
BEGIN
  PERFORM FROM person_request r WHERE r.id = request AND r.kind = 'delete' AND r.identified_at IS NOT NULL AND r.decided_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'request % is not an open one to delete of a person who has proved who they are', request USING ERRCODE = 'RT001';
  END IF;
  free := ARRAY(SELECT p.id FROM posting p WHERE p.id = ANY (postings) AND p.purged_at IS NULL
    AND NOT EXISTS (SELECT FROM held_posting h WHERE h.posting_id = p.id) ORDER BY p.id);
  PERFORM make_tombstone(id, 'erased', at) FROM unnest(free) AS id;
  PERFORM audit_append(at, actor, 'retention.erase', 'request ' || request, '',
    convert_to(jsonb_build_object('postings', to_jsonb(free))::text, 'UTF8'));
  RETURN cardinality(free);
END $$;
REVOKE EXECUTE ON FUNCTION erase_for_request FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_for_request TO aw_retention;

REVOKE INSERT ON restricted_posting, restricted_identifier FROM aw_app;
GRANT UPDATE (extended_to, acknowledged_at, identified_at, decided_at, outcome) ON person_request TO aw_app;
GRANT UPDATE (lifted_at) ON restriction TO aw_app;
