-- The same postings, asked the other way round: EXCEPT worked out all that is held, each time that one alert was opened.
CREATE OR REPLACE VIEW restricted_posting AS
  SELECT r.posting_id FROM
    (SELECT v.posting_id FROM restriction r JOIN fact f ON f.kind = r.kind AND md5(f.value) = md5(r.norm) AND f.value = r.norm
       AND f.kind IN ('phone', 'account', 'social', 'email', 'domain', 'licence', 'tax_code', 'enterprise')
     JOIN posting_version v ON v.id = f.version_id WHERE r.lifted_at IS NULL
     UNION SELECT r.posting_id FROM restriction r WHERE r.lifted_at IS NULL AND r.posting_id IS NOT NULL) r
  WHERE NOT EXISTS (SELECT FROM held_posting h WHERE h.posting_id = r.posting_id);
