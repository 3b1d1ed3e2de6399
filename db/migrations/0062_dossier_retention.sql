-- A dossier holds all that a referral rested on, with everything it says of people: it is kept as long as the case holds its
-- evidence, and no longer (Law 91/2025/QH15, articles 3(3) and 14). What a recipient was given is theirs to keep.
ALTER TABLE dossier
  ADD COLUMN purged_at timestamptz,
  ADD COLUMN purged_as text CHECK (purged_as IN ('dismissed', 'erased')),
  ADD CHECK ((purged_at IS NULL) = (purged_as IS NULL));
COMMENT ON COLUMN dossier.purged_at IS 'Its archives are gone since then; the row stays, so that a copy found elsewhere can be told.';
COMMENT ON COLUMN dossier.purged_as IS 'dismissed: its case ended as no_offence, and the time was over; erased: a person named in it asked for it.';

CREATE VIEW dossier_keeping AS
  SELECT d.id AS dossier_id, d.referral_id, r.case_id,
    'dossier-' || d.referral_id || '-' || row_number() OVER (PARTITION BY d.referral_id ORDER BY d.id) AS name,
    d.made_at, d.by_id, c.state = 'open' OR c.outcome <> 'no_offence' AS held, c.closed_at AS since, d.purged_at, d.purged_as
  FROM dossier d JOIN referral r ON r.id = d.referral_id JOIN case_file c ON c.id = r.case_id;
COMMENT ON VIEW dossier_keeping IS
  'Each dossier by its name, and whether its case still holds it, as case_holds_posting has it; if not, since when nothing has needed it.';

-- The archives are removed once this is committed.
CREATE FUNCTION purge_dossier(dossier bigint, before timestamptz, at timestamptz, actor text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_variable
DECLARE
  file_name text;
BEGIN
  -- Whoever opens the case again at this moment waits, or was first.
  PERFORM FROM case_file c JOIN referral r ON r.case_id = c.id JOIN dossier d ON d.referral_id = r.id WHERE d.id = dossier FOR SHARE OF c;
  SELECT k.name INTO file_name FROM dossier_keeping k
    WHERE k.dossier_id = dossier AND NOT k.held AND k.purged_at IS NULL AND k.since < before AND before <= at;
  IF file_name IS NULL THEN
    RAISE EXCEPTION 'the dossier % is still needed', dossier USING ERRCODE = 'RT002';
  END IF;
  UPDATE dossier d SET purged_at = at, purged_as = 'dismissed' WHERE d.id = dossier;
  PERFORM audit_append(at, actor, 'retention.purge', file_name, 'dismissed', convert_to(jsonb_build_object('before', before)::text, 'UTF8'));
END $$;

-- Those that show one of the postings and that no case holds. To be called before erase_for_request, which unties them. Returns the names.
CREATE FUNCTION erase_dossiers_for_request(request bigint, postings bigint[], at timestamptz, actor text) RETURNS text[]
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_variable
DECLARE
  names text[];
BEGIN
  PERFORM FROM person_request r WHERE r.id = request AND r.kind = 'delete' AND r.identified_at IS NOT NULL AND r.decided_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'request % is not an open one to delete of a person who has proved who they are', request USING ERRCODE = 'RT001';
  END IF;
  names := ARRAY(SELECT k.name FROM dossier_keeping k WHERE NOT k.held AND k.purged_at IS NULL AND EXISTS (
    SELECT FROM referral_alert ra JOIN alert_posting ap ON ap.alert_id = ra.alert_id
    WHERE ra.referral_id = k.referral_id AND ap.posting_id = ANY (postings)) ORDER BY k.dossier_id);
  UPDATE dossier d SET purged_at = at, purged_as = 'erased' FROM dossier_keeping k WHERE k.dossier_id = d.id AND k.name = ANY (names);
  IF cardinality(names) > 0 THEN
    PERFORM audit_append(at, actor, 'retention.erase', 'request ' || request, '', convert_to(jsonb_build_object('dossiers', to_jsonb(names))::text, 'UTF8'));
  END IF;
  RETURN names;
END $$;

REVOKE EXECUTE ON FUNCTION purge_dossier, erase_dossiers_for_request FROM PUBLIC;
GRANT SELECT ON dossier_keeping TO aw_retention;
GRANT EXECUTE ON FUNCTION purge_dossier, erase_dossiers_for_request TO aw_retention;
REVOKE INSERT ON dossier_keeping FROM aw_app;
