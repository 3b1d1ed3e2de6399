-- What a person asked to have deleted goes only after two persons: one who proposed exactly this, and another who approved it.
-- As with referrals (0042), aw_app has no right to write the table; the functions check, change and leave their rows in log and chain.
-- A posting that shows nobody else goes as a whole. In a report by somebody else, and in one that shows others' contacts, what
-- concerns the person is blacked out, and the rest is kept: it is another person's.
CREATE TABLE deletion (
  request_id  bigint PRIMARY KEY REFERENCES person_request,
  proposal    integer NOT NULL CHECK (proposal > 0),
  erase       bigint[] NOT NULL,
  redact      bigint[] NOT NULL CHECK (NOT redact && erase),
  proposed_by bigint NOT NULL REFERENCES person,
  proposed_at timestamptz NOT NULL,
  approved_by bigint REFERENCES person CHECK (approved_by <> proposed_by),
  approved_at timestamptz,
  CHECK ((approved_by IS NULL) = (approved_at IS NULL))
);
COMMENT ON TABLE deletion IS
  'Which postings go (erase), and in which the person is blacked out (redact), for a request to delete: the proposal that stands. '
  'Written by deletion_propose and deletion_approve only.';
REVOKE INSERT ON deletion FROM aw_app;

ALTER TABLE posting ADD COLUMN redacted_at timestamptz;
COMMENT ON COLUMN posting.redacted_at IS 'Since then a person is blacked out of its text, by asterisks, byte for byte.';

ALTER TABLE request_event DROP CONSTRAINT request_event_kind_check;
ALTER TABLE request_event ADD CONSTRAINT request_event_kind_check CHECK (kind IN ('taken', 'acknowledged', 'identified', 'extended',
  'extract_made', 'deletion_proposed', 'deletion_approved', 'decided', 'lifted'));

-- The open request to delete of a person who has proved who they are, locked.
CREATE FUNCTION deletion_take(request bigint) RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  PERFORM FROM person_request r WHERE r.id = request AND r.kind = 'delete' AND r.identified_at IS NOT NULL AND r.decided_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM referral_refuse('RF002', format('request %s is not an open one to delete of a person who has proved who they are', request),
      'see agencywatch requests show');
  END IF;
END $$;

CREATE FUNCTION deletion_record(request bigint, kind text, at timestamptz, actor text, note text, details jsonb)
RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  INSERT INTO request_event (request_id, at, by_id, kind, note, details)
    VALUES (request, at, referral_person(actor, at), kind, note, details);
  PERFORM audit_append(at, actor, 'request.' || kind, 'request ' || request, note, convert_to(details::text, 'UTF8'));
END $$;

-- Returns the proposal's number; an earlier one stands no more.
CREATE FUNCTION deletion_propose(request bigint, erase bigint[], redact bigint[], note text, at timestamptz, actor text) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_variable
DECLARE
  person bigint := referral_person(actor, at);
  number integer;
BEGIN
  PERFORM deletion_take(request);
  IF EXISTS (SELECT FROM deletion d WHERE d.request_id = request AND d.approved_by IS NOT NULL) THEN
    PERFORM referral_refuse('RF002', format('the deletion of request %s was approved', request), 'agencywatch requests approve goes on with it');
  END IF;
  INSERT INTO deletion AS d VALUES (request, 1, erase, redact, person, at)
    ON CONFLICT (request_id) DO UPDATE SET proposal = d.proposal + 1, erase = excluded.erase, redact = excluded.redact,
      proposed_by = excluded.proposed_by, proposed_at = excluded.proposed_at
    RETURNING d.proposal INTO number;
  PERFORM deletion_record(request, 'deletion_proposed', at, actor, note,
    jsonb_build_object('proposal', number, 'erase', to_jsonb(erase), 'redact', to_jsonb(redact)));
  RETURN number;
END $$;

-- `proposal` is the one that the approver has read.
CREATE FUNCTION deletion_approve(request bigint, proposal integer, note text, at timestamptz, actor text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_variable
DECLARE
  taken deletion;
  proposer text;
BEGIN
  PERFORM deletion_take(request);
  SELECT * INTO taken FROM deletion d WHERE d.request_id = request;
  IF taken.request_id IS NULL THEN
    PERFORM referral_refuse('RF001', format('nobody has proposed what request %s deletes', request), 'agencywatch requests decide --grant');
  END IF;
  IF taken.approved_by IS NOT NULL THEN
    RETURN;
  END IF;
  IF taken.proposal IS DISTINCT FROM proposal THEN
    PERFORM referral_refuse('RF004', format('the deletion of request %s was changed meanwhile: proposal %s stands', request, taken.proposal),
      'read it again before you approve it');
  END IF;
  proposer := (SELECT p.name FROM person p WHERE p.id = taken.proposed_by);
  IF person_key(proposer) = person_key(actor) THEN
    PERFORM referral_refuse('RF003', format('the deletion of request %s was proposed by %s', request, proposer), 'another person must approve it');
  END IF;
  UPDATE deletion d SET approved_by = referral_person(actor, at), approved_at = at WHERE d.request_id = request;
  PERFORM deletion_record(request, 'deletion_approved', at, actor, note, jsonb_build_object('proposal', taken.proposal, 'proposed_by', proposer));
END $$;

-- For the functions that take away: has this very thing been approved?
CREATE FUNCTION deletion_require(request bigint, postings bigint[]) RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
  PERFORM deletion_take(request);
  IF NOT EXISTS (SELECT FROM deletion d WHERE d.request_id = request AND d.approved_by IS NOT NULL AND postings <@ (d.erase || d.redact)) THEN
    RAISE EXCEPTION 'two persons have not agreed that request % takes this away', request USING ERRCODE = 'RT001';
  END IF;
END $$;

-- Of these postings, those that nothing holds become tombstones. Returns how many.
CREATE OR REPLACE FUNCTION erase_for_request(request bigint, postings bigint[], at timestamptz, actor text) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_variable
DECLARE
  free bigint[];
BEGIN
  PERFORM deletion_require(request, postings);
  free := ARRAY(SELECT p.id FROM posting p JOIN deletion d ON d.request_id = request AND p.id = ANY (d.erase)
    WHERE p.id = ANY (postings) AND p.purged_at IS NULL
    AND NOT EXISTS (SELECT FROM held_posting h WHERE h.posting_id = p.id) ORDER BY p.id);
  PERFORM make_tombstone(id, 'erased', at) FROM unnest(free) AS id;
  PERFORM audit_append(at, actor, 'retention.erase', 'request ' || request, '',
    convert_to(jsonb_build_object('postings', to_jsonb(free))::text, 'UTF8'));
  RETURN cardinality(free);
END $$;

-- Is `after` `before` with some bytes made asterisks?
CREATE FUNCTION is_blacked_out(before text, after text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  was bytea := convert_to(before, 'UTF8');
  now_is bytea := convert_to(after, 'UTF8');
BEGIN
  RETURN length(was) = length(now_is) AND NOT EXISTS (SELECT FROM generate_series(0, length(was) - 1) i
    WHERE get_byte(now_is, i) NOT IN (get_byte(was, i), 42));
END $$;

-- Makes what the texts say of the person asterisks, in one version, and takes away what was read out of those bytes. `words` are
-- those of the version, for search, where it is the posting's current one. False where a case or an alert holds the posting.
CREATE FUNCTION redact_for_request(request bigint, version bigint, title text, body text, context text, employer text, words text,
  at timestamptz) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_variable
DECLARE
  old   posting_version;
  gone  fact;
  hash  text;
  gone_facts  bigint[];
  identifiers bigint[];
BEGIN
  SELECT * INTO old FROM posting_version v WHERE v.id = version;
  PERFORM deletion_require(request, ARRAY[old.posting_id]);
  PERFORM FROM posting p WHERE p.id = old.posting_id AND p.purged_at IS NULL FOR UPDATE;
  IF NOT FOUND OR EXISTS (SELECT FROM held_posting h WHERE h.posting_id = old.posting_id) THEN
    RETURN false;
  END IF;
  IF NOT (is_blacked_out(old.title, title) AND is_blacked_out(old.body, body) AND is_blacked_out(old.context, context)
          AND is_blacked_out(coalesce(old.fields ->> 'employer', ''), employer)) THEN
    RAISE EXCEPTION 'version %: a text may be blacked out, not rewritten', version USING ERRCODE = 'RT001';
  END IF;
  hash := encode(sha256(convert_to(title, 'UTF8') || '\x00' || convert_to(body, 'UTF8') || '\x00' || convert_to(context, 'UTF8')), 'hex');
  UPDATE posting_version v SET title = title, body = body, context = context, text_sha256 = hash,
    fields = CASE WHEN v.fields ? 'employer' THEN v.fields || jsonb_build_object('employer', employer) ELSE v.fields END WHERE v.id = version;
  -- What was judged to be a false alarm in these words still is.
  INSERT INTO judged_finding SELECT j.decision_id, hash, j.rule_id, j.rule_version, j.register_note FROM judged_finding j
    WHERE j.text_sha256 = old.text_sha256 ON CONFLICT DO NOTHING;

  gone_facts := ARRAY(SELECT f.id FROM fact f CROSS JOIN LATERAL (SELECT convert_to(CASE f.field WHEN 'title' THEN title WHEN 'body' THEN body
      ELSE context END, 'UTF8') AS bytes) t
    WHERE f.version_id = version AND substring(t.bytes FROM f.start + 1 FOR f."end" - f.start) <> convert_to(f.quote, 'UTF8')
      AND position('\x2a'::bytea IN substring(t.bytes FROM f.start + 1 FOR f."end" - f.start)) > 0);
  UPDATE finding f SET fact_ids = ARRAY(SELECT id FROM unnest(f.fact_ids) AS id WHERE id <> ALL (gone_facts)),
    spans = (SELECT coalesce(jsonb_agg(s || jsonb_build_object('quote', convert_from(substring(convert_to(CASE s ->> 'field' WHEN 'title' THEN title
      WHEN 'body' THEN body ELSE context END, 'UTF8') FROM (s ->> 'start')::integer + 1 FOR (s ->> 'end')::integer - (s ->> 'start')::integer), 'UTF8'))
      ORDER BY n), '[]') FROM jsonb_array_elements(f.spans) WITH ORDINALITY AS spans (s, n))
    FROM assessment a WHERE a.id = f.assessment_id AND a.version_id = version;
  UPDATE assessment a SET fact_ids = ARRAY(SELECT id FROM unnest(a.fact_ids) AS id WHERE id <> ALL (gone_facts)), evasions = '[]'
    WHERE a.version_id = version;
  identifiers := ARRAY(SELECT DISTINCT t.identifier_id FROM tie t WHERE t.posting_id = old.posting_id AND t.fact_id = ANY (gone_facts));
  DELETE FROM tie t WHERE t.posting_id = old.posting_id AND t.fact_id = ANY (gone_facts);
  FOR gone IN SELECT * FROM fact f WHERE f.id = ANY (gone_facts) LOOP
    UPDATE finding f SET why = replace(replace(f.why::text, gone.quote, '***'), gone.value, '***')::jsonb
      FROM assessment a WHERE a.id = f.assessment_id AND a.version_id = version
      AND (position(gone.quote IN f.why::text) > 0 OR position(gone.value IN f.why::text) > 0);
  END LOOP;
  DELETE FROM fact f WHERE f.id = ANY (gone_facts);
  UPDATE posting_index i SET words = to_tsvector('simple', words), signature = NULL, bands = NULL
    WHERE i.posting_id = old.posting_id AND i.version_id = version;
  UPDATE alert_words w SET words = words_of_alert(w.alert_id)
    WHERE w.alert_id IN (SELECT ap.alert_id FROM alert_posting ap WHERE ap.posting_id = old.posting_id);
  -- Names and numbers that it alone gave, as in make_tombstone.
  UPDATE alert a SET identifiers = ARRAY(SELECT said FROM unnest(a.identifiers) AS said WHERE NOT EXISTS (
      SELECT FROM identifier i WHERE i.id = ANY (identifiers) AND said = i.kind || ' ' || i.norm AND NOT EXISTS (SELECT FROM tie t WHERE t.identifier_id = i.id)))
    FROM alert_posting ap WHERE ap.alert_id = a.id AND ap.posting_id = old.posting_id;
  DELETE FROM identifier i WHERE i.id = ANY (identifiers) AND NOT EXISTS (SELECT FROM tie t WHERE t.identifier_id = i.id)
    AND NOT EXISTS (SELECT FROM judgement_of_tie j WHERE i.id IN (j.a, j.b)) AND NOT EXISTS (SELECT FROM silence s WHERE s.identifier_id = i.id);
  UPDATE posting p SET redacted_at = at WHERE p.id = old.posting_id;
  RETURN true;
END $$;

-- As in 0062, of what two persons have agreed on.
CREATE OR REPLACE FUNCTION erase_dossiers_for_request(request bigint, postings bigint[], at timestamptz, actor text) RETURNS text[]
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_variable
DECLARE
  names text[];
BEGIN
  PERFORM deletion_require(request, postings);
  names := ARRAY(SELECT k.name FROM dossier_keeping k WHERE NOT k.held AND k.purged_at IS NULL AND EXISTS (
    SELECT FROM referral_alert ra JOIN alert_posting ap ON ap.alert_id = ra.alert_id
    WHERE ra.referral_id = k.referral_id AND ap.posting_id = ANY (postings)) ORDER BY k.dossier_id);
  UPDATE dossier d SET purged_at = at, purged_as = 'erased' FROM dossier_keeping k WHERE k.dossier_id = d.id AND k.name = ANY (names);
  IF cardinality(names) > 0 THEN
    PERFORM audit_append(at, actor, 'retention.erase', 'request ' || request, '', convert_to(jsonb_build_object('dossiers', to_jsonb(names))::text, 'UTF8'));
  END IF;
  RETURN names;
END $$;

-- None is called granted that one person alone granted.
CREATE FUNCTION granted_deletion_needs_two() RETURNS trigger LANGUAGE plpgsql SET search_path = agencywatch, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM deletion d WHERE d.request_id = NEW.id AND d.approved_by IS NOT NULL) THEN
    RAISE EXCEPTION 'request %: a deletion is granted by two persons', NEW.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER granted_deletion_needs_two BEFORE UPDATE OF outcome ON person_request FOR EACH ROW
  WHEN (NEW.kind = 'delete' AND NEW.outcome IN ('fulfilled', 'partly')) EXECUTE FUNCTION granted_deletion_needs_two();

REVOKE EXECUTE ON FUNCTION deletion_take, deletion_record, deletion_propose, deletion_approve, deletion_require, redact_for_request FROM PUBLIC;
GRANT EXECUTE ON FUNCTION deletion_propose, deletion_approve TO aw_app;
GRANT EXECUTE ON FUNCTION redact_for_request TO aw_retention;
GRANT SELECT ON deletion TO aw_app;
