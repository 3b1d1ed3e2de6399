-- What a person may be found by on the review site is what the site shows of an advert before anybody opens it: its words without
-- phones, accounts and their holders, handles, addresses and identity numbers. The whole words stay in posting_index, for the command
-- line and for whoever asks what is held of them.
CREATE TABLE shown_words (
  posting_id bigint PRIMARY KEY REFERENCES posting_index ON DELETE CASCADE,
  words      tsvector NOT NULL
);
COMMENT ON TABLE shown_words IS
  'The words of a flagged posting''s current version without what identifies a person. Written when it is judged; can be made again '
  'from the text and its facts.';
GRANT SELECT, INSERT, UPDATE ON shown_words TO aw_app;

-- Of adverts that were judged before: without any word of a holder's name or a handle, any number of four figures and any address.
INSERT INTO shown_words (posting_id, words)
SELECT i.posting_id, ts_delete(i.words, ARRAY(
  SELECT lexeme FROM unnest(i.words) WHERE lexeme ~ '([0-9][^0-9]*){4}' OR lexeme ~ '@'
  UNION
  SELECT regexp_split_to_table(translate(regexp_replace(normalize(lower(concat_ws(' ', f.attrs #>> '{attrs,holder}', f.attrs #>> '{attrs,handle}')), NFD),
    U&'[\0300-\036F]', '', 'g'), 'đ', 'd'), '[^a-z0-9]+')
  FROM posting_version v JOIN fact f ON f.version_id = v.id AND f.kind IN ('account', 'social') WHERE v.posting_id = i.posting_id))
FROM posting_index i WHERE EXISTS (SELECT FROM alert_posting ap WHERE ap.posting_id = i.posting_id);

CREATE OR REPLACE FUNCTION words_of_alert(alert bigint) RETURNS tsvector LANGUAGE plpgsql STABLE SET search_path = agencywatch, pg_temp AS $$
BEGIN
  RETURN (SELECT coalesce(array_to_tsvector(array_agg(word)), '') FROM (
    SELECT DISTINCT word FROM (SELECT i.words FROM alert_posting ap JOIN shown_words i ON i.posting_id = ap.posting_id
      WHERE ap.alert_id = words_of_alert.alert ORDER BY ap.posting_id DESC LIMIT 1000) newest,
      unnest(tsvector_to_array(newest.words)) AS word
    WHERE octet_length(word) <= 40 ORDER BY word LIMIT 20000) found);
END $$;
COMMENT ON TABLE alert_words IS
  'By what an alert is found: the words that are shown of its adverts, at most 20,000 of the newest 1,000. Written by triggers on '
  'alert_posting and shown_words; can be made again from shown_words.';
UPDATE alert_words SET words = words_of_alert(alert_id);

-- Rules that know more see another name: the alert is no longer found by it.
CREATE FUNCTION keep_shown_words() RETURNS trigger LANGUAGE plpgsql SET search_path = agencywatch, pg_temp AS $$
BEGIN
  UPDATE alert_words w SET words = words_of_alert(w.alert_id)
  WHERE w.alert_id IN (SELECT ap.alert_id FROM changed JOIN alert_posting ap ON ap.posting_id = changed.posting_id);
  RETURN NULL;
END $$;
CREATE TRIGGER shown_words_added AFTER INSERT ON shown_words REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_shown_words();
CREATE TRIGGER shown_words_edited AFTER UPDATE ON shown_words REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_shown_words();

-- What an edit or an erasure took out of the text is not shown either; what it brought is, once it is judged.
CREATE FUNCTION cut_shown_words() RETURNS trigger LANGUAGE plpgsql SET search_path = agencywatch, pg_temp AS $$
BEGIN
  UPDATE shown_words s SET words = ts_delete(s.words, ARRAY(
    SELECT unnest(tsvector_to_array(s.words)) EXCEPT SELECT unnest(tsvector_to_array(NEW.words)))) WHERE s.posting_id = NEW.posting_id;
  RETURN NULL;
END $$;
CREATE TRIGGER posting_index_edited AFTER UPDATE OF words ON posting_index FOR EACH ROW
  WHEN (OLD.words IS DISTINCT FROM NEW.words) EXECUTE FUNCTION cut_shown_words();

-- Whoever may not see a number may not find it out by asking for thousands: searches are counted by their rows in the audit chain.
CREATE INDEX audit_identifier_search ON audit (actor, at) WHERE action = 'identifier.search';
