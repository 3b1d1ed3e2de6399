-- Retention: what nothing needs any more goes, and leaves a tombstone and a row of the audit chain. It runs as a role of its own, which
-- may only call the functions at the end; aw_app, which everything else runs as, can delete nothing of this.
--
-- On the private server the role is there already. On a server of the user's own whoever runs this needs CREATEROLE, as for 0001.
SET LOCAL ROLE NONE;
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'aw_retention') THEN
    CREATE ROLE aw_retention NOLOGIN;
  END IF;
  IF current_user = 'aw_owner' THEN
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO aw_retention', current_database());
  ELSIF NOT pg_has_role(current_user, 'aw_retention', 'MEMBER') THEN
    EXECUTE format('GRANT aw_retention TO %I', current_user);
  END IF;
END
$$;
SET LOCAL ROLE aw_owner;

ALTER TABLE posting
  ADD COLUMN purged_at timestamptz,
  ADD COLUMN purged_as text CHECK (purged_as IN ('clear', 'dismissed', 'erased')),
  ADD CHECK ((purged_at IS NULL) = (purged_as IS NULL));
COMMENT ON COLUMN posting.purged_at IS
  'A tombstone since then: its text, address, contacts and assessments are gone; kind, source and days stay for the figures.';
COMMENT ON COLUMN posting.purged_as IS 'clear, dismissed: its retention time was over; erased: a person named in it asked for it.';

-- What goes is looked for in all that may name it.
CREATE INDEX posting_index_version ON posting_index (version_id);
CREATE INDEX alert_posting_version ON alert_posting (version_id);
CREATE INDEX current_assessment_standing ON current_assessment (standing_id);
CREATE INDEX tie_fact ON tie (fact_id) WHERE fact_id IS NOT NULL;

CREATE VIEW held_posting AS
  SELECT posting_id FROM case_holds_posting
  UNION
  SELECT ap.posting_id FROM alert_posting ap JOIN alert a ON a.id = ap.alert_id
    LEFT JOIN alert goes_on ON goes_on.id = a.duplicate_of
    WHERE a.state <> 'closed' OR a.closed_as = 'confirmed' OR goes_on.state <> 'closed' OR goes_on.closed_as = 'confirmed';
COMMENT ON VIEW held_posting IS
  'Postings that a case, or an alert that is open or was confirmed, rests on: neither a retention time nor a request takes them.';

CREATE VIEW purgeable_posting AS
  SELECT p.id AS posting_id, CASE WHEN a.verdict = 'clear' THEN 'clear' ELSE 'dismissed' END AS class,
    greatest(p.last_seen, (SELECT max(al.closed_at) FROM alert_posting ap JOIN alert al ON al.id = ap.alert_id WHERE ap.posting_id = p.id)) AS since
  FROM posting p JOIN current_assessment cur ON cur.posting_id = p.id JOIN assessment a ON a.id = cur.standing_id
  WHERE p.purged_at IS NULL AND NOT EXISTS (SELECT FROM held_posting h WHERE h.posting_id = p.id)
    AND (a.verdict = 'clear' OR EXISTS (SELECT FROM alert_posting ap WHERE ap.posting_id = p.id));
COMMENT ON VIEW purgeable_posting IS
  'Postings that nothing holds, and since when nothing has needed them: without signs (clear), or in dismissed alerts only.';

-- Makes the posting a tombstone. For the functions below only: they write the audit row.
CREATE FUNCTION make_tombstone(posting bigint, class text, at timestamptz) RETURNS void
  LANGUAGE plpgsql SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_variable
DECLARE
  versions    bigint[];
  alerts      bigint[];
  subjects    bigint[];
  identifiers bigint[];
BEGIN
  -- Whoever lays it into a case at this moment waits, or was first.
  PERFORM FROM posting p WHERE p.id = posting AND p.purged_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no posting % that could be purged', posting USING ERRCODE = 'RT001';
  END IF;
  IF EXISTS (SELECT FROM held_posting h WHERE h.posting_id = posting) THEN
    RAISE EXCEPTION 'posting % is held by a case or an alert', posting USING ERRCODE = 'RT002';
  END IF;
  versions := ARRAY(SELECT v.id FROM posting_version v WHERE v.posting_id = posting);
  alerts := ARRAY(SELECT ap.alert_id FROM alert_posting ap WHERE ap.posting_id = posting);
  subjects := ARRAY(SELECT DISTINCT t.subject_id FROM tie t WHERE t.posting_id = posting);
  identifiers := ARRAY(SELECT DISTINCT t.identifier_id FROM tie t WHERE t.posting_id = posting);

  DELETE FROM current_assessment c WHERE c.posting_id = posting;
  DELETE FROM posting_index i WHERE i.posting_id = posting;
  DELETE FROM case_posting c WHERE c.posting_id = posting;
  DELETE FROM alert_posting ap WHERE ap.posting_id = posting;
  DELETE FROM tie t WHERE t.posting_id = posting;
  DELETE FROM finding f USING assessment a WHERE a.id = f.assessment_id AND a.version_id = ANY (versions);
  DELETE FROM assessment a WHERE a.version_id = ANY (versions);
  DELETE FROM fact f WHERE f.version_id = ANY (versions);
  DELETE FROM sighting s WHERE s.version_id = ANY (versions);
  DELETE FROM posting_version v WHERE v.posting_id = posting;
  DELETE FROM confidential.informant i WHERE i.tip_posting_id = posting;
  UPDATE tip_report r SET place = '' WHERE r.posting_id = posting;
  UPDATE posting p SET canonical_url = '', item_key = 'purged:' || p.id, missing_since = NULL, duplicate_of = NULL,
    purged_at = at, purged_as = class WHERE p.id = posting;

  -- Names and numbers that it alone gave.
  DELETE FROM identifier i WHERE i.id = ANY (identifiers) AND NOT EXISTS (SELECT FROM tie t WHERE t.identifier_id = i.id)
    AND NOT EXISTS (SELECT FROM judgement_of_tie j WHERE i.id IN (j.a, j.b)) AND NOT EXISTS (SELECT FROM silence s WHERE s.identifier_id = i.id);
  UPDATE subject s SET label = '#' || s.id, folded = '' WHERE s.id = ANY (subjects) AND NOT EXISTS (SELECT FROM tie t WHERE t.subject_id = s.id);
  alerts := ARRAY(SELECT a.id FROM alert a WHERE a.id = ANY (alerts) AND NOT EXISTS (SELECT FROM alert_posting ap WHERE ap.alert_id = a.id));
  UPDATE alert a SET identifiers = '{}' WHERE a.id = ANY (alerts);
  UPDATE decision d SET identifiers = '{}' WHERE d.alert_id = ANY (alerts);
  UPDATE alert_event e SET after = e.after - 'identifiers_added' - 'identifiers_removed'
    WHERE e.alert_id = ANY (alerts) AND e.after ?| ARRAY['identifiers_added', 'identifiers_removed'];
END $$;
REVOKE EXECUTE ON FUNCTION make_tombstone FROM PUBLIC;

-- At most `most` of the class that nothing has needed since `before`; one audit row for all. Returns how many.
CREATE FUNCTION purge_postings(of_class text, before timestamptz, most integer, at timestamptz, actor text) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_variable
DECLARE
  due  bigint[];
  gone bigint[] := '{}';
  one  bigint;
BEGIN
  IF of_class IS NULL OR of_class NOT IN ('clear', 'dismissed') OR before IS NULL OR before > at THEN
    RAISE EXCEPTION 'no class of retention: %', of_class USING ERRCODE = 'RT001';
  END IF;
  due := ARRAY(SELECT p.posting_id FROM purgeable_posting p WHERE p.class = of_class AND p.since < before ORDER BY p.posting_id LIMIT most);
  FOREACH one IN ARRAY due LOOP
    BEGIN
      PERFORM make_tombstone(one, of_class, at);
      gone := gone || one;
    EXCEPTION WHEN SQLSTATE 'RT002' THEN  -- laid into a case at this moment
    END;
  END LOOP;
  IF cardinality(gone) = 0 THEN
    RETURN 0;
  END IF;
  PERFORM audit_append(at, actor, 'retention.purge', 'postings', of_class,
    convert_to(jsonb_build_object('class', of_class, 'before', before, 'postings', to_jsonb(gone))::text, 'UTF8'));
  RETURN cardinality(gone);
END $$;

CREATE VIEW purgeable_warc_file AS
  SELECT f.id AS warc_file_id, f.class, f.node, f.name, last.at AS since
  FROM warc_file f JOIN LATERAL (SELECT max(c.at) AS at FROM capture_at p JOIN capture c ON c.id = p.capture_id WHERE p.warc_file_id = f.id) last
    ON last.at IS NOT NULL
  WHERE f.purged_at IS NULL AND NOT EXISTS (
    SELECT FROM capture_at p JOIN capture c ON c.id = p.capture_id JOIN sighting s ON s.capture_id IN (c.id, c.revisit_of)
    JOIN posting_version v ON v.id = s.version_id JOIN current_assessment cur ON cur.posting_id = v.posting_id
    JOIN assessment a ON a.id IN (cur.assessment_id, cur.standing_id)
    WHERE p.warc_file_id = f.id AND (f.class = 'evidence' OR (a.verdict <> 'clear' AND NOT EXISTS (
      SELECT FROM capture_at q JOIN warc_file e ON e.id = q.warc_file_id
      WHERE q.capture_id = c.id AND e.class = 'evidence' AND e.purged_at IS NULL))));
COMMENT ON VIEW purgeable_warc_file IS
  'Files whose captures nothing needs: of the spool, all that counts has its copy among the evidence; of the evidence, no posting rests on them.';

-- The file becomes a tombstone; pages whose copy it held are fetched anew next time, not asked conditionally. Commit, then remove it.
CREATE FUNCTION purge_warc_file(file bigint, before timestamptz, at timestamptz, actor text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_variable
DECLARE
  file_name text;
BEGIN
  SELECT p.name INTO file_name FROM purgeable_warc_file p WHERE p.warc_file_id = file AND p.since < before AND before <= at;
  IF file_name IS NULL THEN
    RAISE EXCEPTION 'the WARC file % holds what is still needed', file USING ERRCODE = 'RT002';
  END IF;
  UPDATE url u SET etag = NULL, last_modified = NULL FROM capture c JOIN capture_at p ON p.capture_id = c.id
    WHERE p.warc_file_id = file AND u.id = c.url_id AND u.body_sha256 = c.payload_sha256 AND c.revisit_of IS NULL;
  UPDATE warc_file f SET purged_at = at WHERE f.id = file;
  UPDATE capture c SET purged_at = at FROM capture_at p WHERE p.warc_file_id = file AND c.id = p.capture_id
    AND NOT EXISTS (SELECT FROM capture_at q JOIN warc_file o ON o.id = q.warc_file_id WHERE q.capture_id = c.id AND o.purged_at IS NULL);
  PERFORM audit_append(at, actor, 'retention.purge', file_name, '', convert_to(jsonb_build_object('before', before)::text, 'UTF8'));
END $$;

REVOKE EXECUTE ON FUNCTION purge_postings, purge_warc_file FROM PUBLIC;
GRANT USAGE ON SCHEMA agencywatch TO aw_retention;
GRANT SELECT ON purgeable_posting, purgeable_warc_file, held_posting TO aw_retention;
GRANT EXECUTE ON FUNCTION purge_postings, purge_warc_file TO aw_retention;
REVOKE INSERT ON held_posting, purgeable_posting, purgeable_warc_file FROM aw_app;
REVOKE UPDATE ON warc_file FROM aw_app;
REVOKE UPDATE, DELETE ON capture_at FROM aw_app;
REVOKE UPDATE ON posting FROM aw_app;
GRANT UPDATE (first_seen, last_seen, withdrawn_after, withdrawn_by, missing_since, duplicate_of) ON posting TO aw_app;
