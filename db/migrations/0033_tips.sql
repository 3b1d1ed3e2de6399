CREATE TABLE tip_report (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  posting_id  bigint NOT NULL REFERENCES posting,
  at          timestamptz NOT NULL,
  channel     text NOT NULL CHECK (octet_length(channel) <= 200),
  place       text NOT NULL CHECK (octet_length(place) <= 500),
  taken_by_id bigint NOT NULL REFERENCES person
);
CREATE INDEX tip_report_posting ON tip_report (posting_id, id);
COMMENT ON TABLE tip_report IS
  'One report by a person: the same text reported twice is one tip with two reports. Written when a tip is taken in.';

-- Two people may report the same text.
ALTER TABLE confidential.informant
  DROP CONSTRAINT informant_pkey,
  ADD COLUMN report_id bigint UNIQUE REFERENCES agencywatch.tip_report;
CREATE INDEX informant_tip ON confidential.informant (tip_posting_id);

-- The only way to read one: with a reason, and logged before it is shown.
CREATE FUNCTION confidential.read_informants(tip bigint, at timestamptz, actor text, reason text)
RETURNS TABLE (name text, contact text, note text, received_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
BEGIN
  IF trim(reason) = '' THEN
    RAISE EXCEPTION 'an informant is shown only with a reason' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM audit_append(at, actor, 'informant.read', 'tip ' || tip, reason, ''::bytea);
  RETURN QUERY SELECT i.name, i.contact, i.note, i.received_at FROM confidential.informant i
    WHERE i.tip_posting_id = tip ORDER BY i.received_at;
END $$;
REVOKE EXECUTE ON FUNCTION confidential.read_informants FROM PUBLIC;
GRANT EXECUTE ON FUNCTION confidential.read_informants TO aw_app;
GRANT SELECT, INSERT ON tip_report TO aw_app;
