CREATE TABLE correction (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  request_id   bigint NOT NULL REFERENCES person_request,
  kind         text CHECK (kind IN ('phone', 'account', 'social', 'email')),
  norm         text CHECK (norm <> ''),
  posting_id   bigint REFERENCES posting,
  subject_id   bigint REFERENCES subject,
  says         text NOT NULL CHECK (says <> '' AND octet_length(says) <= 4000),
  made_at      timestamptz NOT NULL,
  by_id        bigint NOT NULL REFERENCES person,
  withdrawn_at timestamptz,
  CHECK (num_nonnulls(norm, posting_id, subject_id) = 1 AND (kind IS NULL) = (norm IS NULL))
);
CREATE INDEX correction_request ON correction (request_id);
COMMENT ON TABLE correction IS
  'What is right, beside what a page says of an identifier or in a posting, or as the name under which a subject is shown. The evidence stays as it was. Written when a request to correct is granted.';
COMMENT ON COLUMN correction.says IS 'The remark that is shown wherever the value is; for a subject, its label.';
GRANT UPDATE (withdrawn_at) ON correction TO aw_app;

-- A subject's label as it is to be shown: corrected, and without what is restricted.
CREATE FUNCTION shown_label(subject bigint, label text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  shown text := coalesce((SELECT c.says FROM correction c WHERE c.subject_id = subject AND c.withdrawn_at IS NULL ORDER BY c.id DESC LIMIT 1),
                         label);
  hidden record;
BEGIN
  FOR hidden IN SELECT r.kind, r.norm FROM restriction r WHERE r.lifted_at IS NULL AND r.norm IS NOT NULL LOOP
    -- A phone is found however its digits are spaced: all but the country's come in each spelling.
    CONTINUE WHEN position(hidden.norm IN shown) = 0
      AND NOT (hidden.kind = 'phone' AND position(substr(hidden.norm, 4) IN regexp_replace(shown, '[^0-9]', '', 'g')) > 0);
    CONTINUE WHEN NOT EXISTS (SELECT FROM restricted_identifier x JOIN identifier i ON i.id = x.identifier_id
                              WHERE i.kind = hidden.kind AND i.norm = hidden.norm);
    shown := replace(shown, hidden.norm, '•••');
    IF hidden.kind = 'phone' AND position(substr(hidden.norm, 4) IN regexp_replace(shown, '[^0-9]', '', 'g')) > 0 THEN
      shown := '•••';
    END IF;
  END LOOP;
  RETURN shown;
END $$;
