-- Numbers that identify a person are found only as a whole (db/internal/search_text.h): what older rows hold of their parts goes.
-- Such a number is found again by the identifiers, and by its words once the advert has another version.
UPDATE posting_index SET words = parts.kept
FROM (SELECT posting_id, ts_delete(words, ARRAY(SELECT lexeme FROM unnest(words) WHERE lexeme ~ '^[-+]?[0-9][0-9.]{2,}$')) AS kept
  FROM posting_index) parts
WHERE parts.posting_id = posting_index.posting_id AND parts.kept <> posting_index.words;
UPDATE alert_words SET words = words_of_alert(alert_id);

UPDATE subject SET folded = coalesce((SELECT string_agg(word, ' ') FROM regexp_split_to_table(
  regexp_replace(folded, '\+?[0-9]+([ .()-]{1,3}[0-9]+)+', ' ', 'g'), ' +') word
  WHERE word !~ '[@:]' AND length(regexp_replace(word, '[^0-9]', '', 'g')) < 4), '')
WHERE folded <> '';
COMMENT ON COLUMN subject.folded IS 'The label without marks and in lower case, for search; without what identifies a person.';
