-- A restriction holds wherever a person is listed, and also for what a case or an open alert needs: that alone is shown, within the
-- alert opened with a reason (Law 91/2025/QH15, article 19). A phone is also the handle made of it; a name is found by its words.
ALTER TABLE restriction DROP CONSTRAINT restriction_kind_check;
ALTER TABLE restriction ADD CONSTRAINT restriction_kind_check CHECK (kind IN ('phone', 'account', 'social', 'email', 'name'));
COMMENT ON COLUMN restriction.norm IS 'As in request_identifier; a name without marks, in small letters.';

CREATE OR REPLACE VIEW restricted_posting AS
  SELECT r.posting_id, EXISTS (SELECT FROM held_posting h WHERE h.posting_id = r.posting_id) AS needed FROM
    (SELECT v.posting_id FROM restriction r JOIN fact f ON f.kind = r.kind AND md5(f.value) = md5(r.norm) AND f.value = r.norm
       AND f.kind IN ('phone', 'account', 'social', 'email', 'domain', 'licence', 'tax_code', 'enterprise')
     JOIN posting_version v ON v.id = f.version_id WHERE r.lifted_at IS NULL
     UNION
     SELECT v.posting_id FROM restriction r CROSS JOIN unnest(ARRAY['zalo', 'viber', 'whatsapp', 'telegram']) AS network
     JOIN fact f ON f.kind = 'social' AND md5(f.value) = md5(network || ':' || r.norm) AND f.value = network || ':' || r.norm
     JOIN posting_version v ON v.id = f.version_id WHERE r.lifted_at IS NULL AND r.kind = 'phone'
     UNION SELECT r.posting_id FROM restriction r WHERE r.lifted_at IS NULL AND r.posting_id IS NOT NULL) r;
COMMENT ON VIEW restricted_posting IS
  'Postings that are not to be listed, searched or exported; needed: by a case or an open alert, in which it may be shown.';

CREATE OR REPLACE VIEW restricted_identifier AS
  SELECT i.id AS identifier_id FROM restriction r JOIN identifier i ON i.kind = r.kind AND i.norm = r.norm WHERE r.lifted_at IS NULL AND r.kind <> 'name'
  UNION
  SELECT i.id FROM restriction r CROSS JOIN unnest(ARRAY['zalo', 'viber', 'whatsapp', 'telegram']) AS network
    JOIN identifier i ON i.kind = 'social' AND i.norm = network || ':' || r.norm WHERE r.lifted_at IS NULL AND r.kind = 'phone'
  UNION
  SELECT i.id FROM restriction r JOIN identifier i ON i.kind = 'name' AND position(' ' || r.norm || ' ' IN ' ' || i.norm || ' ') > 0
    WHERE r.lifted_at IS NULL AND r.kind = 'name';
COMMENT ON VIEW restricted_identifier IS 'Identifiers of subjects that are not to be shown, likewise.';

-- As in 0061, also of what is needed; under a name that is restricted nobody is listed.
CREATE OR REPLACE FUNCTION shown_label(subject bigint, label text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  corrected text := (SELECT c.says FROM correction c WHERE c.subject_id = subject AND c.withdrawn_at IS NULL ORDER BY c.id DESC LIMIT 1);
  shown text := coalesce(corrected, label);
  hidden record;
BEGIN
  FOR hidden IN SELECT r.kind, r.norm FROM restriction r WHERE r.lifted_at IS NULL AND r.norm IS NOT NULL LOOP
    IF hidden.kind = 'name' THEN
      IF corrected IS NULL AND EXISTS (SELECT FROM subject s WHERE s.id = subject AND position(' ' || hidden.norm || ' ' IN ' ' || s.folded || ' ') > 0) THEN
        RETURN '•••';
      END IF;
      CONTINUE;
    END IF;
    -- A phone is found however its digits are spaced: all but the country's come in each spelling.
    shown := replace(shown, hidden.norm, '•••');
    IF hidden.kind = 'phone' AND position(substr(hidden.norm, 4) IN regexp_replace(shown, '[^0-9]', '', 'g')) > 0 THEN
      shown := '•••';
    END IF;
  END LOOP;
  RETURN shown;
END $$;
