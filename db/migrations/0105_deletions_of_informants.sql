-- Whoever gave a tip is a person in the data, too. Only once it is proved who asks is it looked up whether a request is theirs;
-- each look is in the audit chain.
CREATE FUNCTION confidential.informants_of_request(request bigint, at timestamptz, actor text)
RETURNS TABLE (report_id bigint, tip bigint, name text, contact text, reported_at timestamptz, channel text, needed_by text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF NOT EXISTS (SELECT FROM person_request r WHERE r.id = $1 AND r.identified_at IS NOT NULL) THEN
    RETURN;
  END IF;
  RETURN QUERY
    WITH asked AS (SELECT i.kind, i.norm FROM request_identifier i WHERE i.request_id = $1),
    -- A contact tells a person; a name does where no contact contradicts it.
    told AS (SELECT i.report_id, i.tip_posting_id, i.name, i.contact,
      EXISTS (SELECT FROM asked a WHERE a.kind <> 'name' AND CASE
        WHEN a.kind IN ('phone', 'account') THEN length(regexp_replace(a.norm, '[^0-9]', '', 'g')) >= 7 AND position(
          regexp_replace(regexp_replace(a.norm, '^\+84', ''), '[^0-9]', '', 'g') IN regexp_replace(coalesce(i.contact, ''), '[^0-9]', '', 'g')) > 0
        ELSE position(lower(regexp_replace(a.norm, '^[a-z]+:@?', '')) IN lower(coalesce(i.contact, ''))) > 0 END) AS by_contact,
      EXISTS (SELECT FROM asked a WHERE a.kind = 'name' AND position(' ' IN trim(a.norm)) > 0
        AND position(person_key(a.norm) IN person_key(coalesce(i.name, ''))) > 0) AS by_name
      FROM confidential.informant i WHERE i.report_id IS NOT NULL)
    SELECT t.report_id, t.tip_posting_id, coalesce(t.name, ''), coalesce(t.contact, ''), r.at, r.channel,
      -- As case_holds_posting has it.
      coalesce((SELECT string_agg(DISTINCT 'case ' || cp.case_id, ', ') FROM case_posting cp
        JOIN case_file c ON c.id = cp.case_id AND (c.state = 'open' OR c.outcome <> 'no_offence')
        JOIN case_alert ca ON ca.case_id = cp.case_id AND ca.alert_id = cp.alert_id AND ca.left_at IS NULL
        WHERE cp.posting_id = t.tip_posting_id), '')
    FROM told t JOIN tip_report r ON r.id = t.report_id
    WHERE t.by_contact OR (t.by_name AND (t.contact IS NULL OR NOT EXISTS (SELECT FROM asked a WHERE a.kind <> 'name')))
    ORDER BY t.report_id;
  IF FOUND THEN
    PERFORM audit_append($2, $3, 'informant.read', 'request ' || $1, 'request of the person', ''::bytea);
  END IF;
END $$;
REVOKE EXECUTE ON FUNCTION confidential.informants_of_request FROM PUBLIC;
GRANT EXECUTE ON FUNCTION confidential.informants_of_request TO aw_app;

ALTER TABLE deletion ADD COLUMN informants bigint[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN deletion.informants IS 'Reports (tip_report) whose informant goes.';

-- As in 0080, with the reports whose informant goes.
DROP FUNCTION deletion_propose(bigint, bigint[], bigint[], text, timestamptz, text);
CREATE FUNCTION deletion_propose(request bigint, erase bigint[], redact bigint[], informants bigint[], note text, at timestamptz, actor text)
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_variable
DECLARE
  person bigint := referral_person(actor, at);
  number integer;
BEGIN
  PERFORM deletion_take(request);
  IF EXISTS (SELECT FROM deletion d WHERE d.request_id = request AND d.approved_by IS NOT NULL) THEN
    PERFORM referral_refuse('RF002', format('the deletion of request %s was approved', request), 'agencywatch requests approve goes on with it');
  END IF;
  INSERT INTO deletion AS d (request_id, proposal, erase, redact, informants, proposed_by, proposed_at)
    VALUES (request, 1, erase, redact, informants, person, at)
    ON CONFLICT (request_id) DO UPDATE SET proposal = d.proposal + 1, erase = excluded.erase, redact = excluded.redact,
      informants = excluded.informants, proposed_by = excluded.proposed_by, proposed_at = excluded.proposed_at
    RETURNING d.proposal INTO number;
  PERFORM deletion_record(request, 'deletion_proposed', at, actor, note,
    jsonb_build_object('proposal', number, 'erase', to_jsonb(erase), 'redact', to_jsonb(redact), 'informants', to_jsonb(informants)));
  RETURN number;
END $$;
REVOKE EXECUTE ON FUNCTION deletion_propose FROM PUBLIC;
GRANT EXECUTE ON FUNCTION deletion_propose TO aw_app;

-- What is held of the person beside postings: as an informant of those reports that no case needs, the address under which somebody
-- reported them, and their contacts in what alerts remember, where no posting shows them any more. Call it last; returns how many
-- informants went.
CREATE FUNCTION forget_for_request(request bigint, at timestamptz, actor text) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_variable
DECLARE
  agreed  deletion;
  reports bigint[];
  said    text[];
BEGIN
  PERFORM deletion_require(request, '{}');
  SELECT * INTO agreed FROM deletion d WHERE d.request_id = request;
  reports := ARRAY(SELECT i.report_id FROM confidential.informant i WHERE i.report_id = ANY (agreed.informants)
    AND NOT EXISTS (SELECT FROM case_holds_posting c WHERE c.posting_id = i.tip_posting_id) ORDER BY 1);
  DELETE FROM confidential.informant i WHERE i.report_id = ANY (reports);
  UPDATE tip_report r SET place = '' WHERE r.id = ANY (reports);
  UPDATE posting p SET canonical_url = '', item_key = 'redacted:' || p.id
    WHERE p.id = ANY (agreed.redact) AND p.kind = 'tip' AND p.redacted_at IS NOT NULL;

  said := ARRAY(SELECT q.kind || ' ' || q.norm FROM request_identifier q WHERE q.request_id = request AND NOT EXISTS (
    SELECT FROM identifier i JOIN tie t ON t.identifier_id = i.id WHERE i.kind = q.kind AND i.norm = q.norm));
  UPDATE alert a SET identifiers = ARRAY(SELECT x FROM unnest(a.identifiers) AS x WHERE x <> ALL (said)) WHERE a.identifiers && said;
  UPDATE decision d SET identifiers = ARRAY(SELECT x FROM unnest(d.identifiers) AS x WHERE x <> ALL (said)) WHERE d.identifiers && said;
  UPDATE alert_event e SET after = e.after
      || CASE WHEN e.after ? 'identifiers_added' THEN jsonb_build_object('identifiers_added', (e.after -> 'identifiers_added') - said) ELSE '{}' END
      || CASE WHEN e.after ? 'identifiers_removed' THEN jsonb_build_object('identifiers_removed', (e.after -> 'identifiers_removed') - said) ELSE '{}' END
    WHERE e.after -> 'identifiers_added' ?| said OR e.after -> 'identifiers_removed' ?| said;
  IF cardinality(reports) > 0 THEN
    PERFORM audit_append(at, actor, 'retention.erase', 'request ' || request, '', convert_to(jsonb_build_object('informants', to_jsonb(reports))::text, 'UTF8'));
  END IF;
  RETURN cardinality(reports);
END $$;
REVOKE EXECUTE ON FUNCTION forget_for_request FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_for_request TO aw_retention;
