-- The words of an alert: of all adverts that speak for it, without marks and disguise, each once and without its places, so that
-- a word that every alert has is found as fast as one that hardly any has. Kept by triggers with the postings of the alert.
CREATE TABLE alert_words (
  alert_id bigint PRIMARY KEY REFERENCES alert,
  words    tsvector NOT NULL
);
COMMENT ON TABLE alert_words IS
  'By what an alert is found: the words of its adverts, at most 20,000 of the newest 1,000. Written by triggers on alert_posting; '
  'can be made again from posting_index.';
GRANT SELECT, INSERT, UPDATE ON alert_words TO aw_app;

-- A tsvector holds at most 1 MiB: 20,000 words of up to 40 bytes fit. Longer ones are no words.
CREATE FUNCTION words_of_alert(alert bigint) RETURNS tsvector LANGUAGE sql STABLE SET search_path = agencywatch, pg_temp AS $$
  SELECT coalesce(array_to_tsvector(array_agg(word)), '') FROM (
    SELECT DISTINCT word FROM (SELECT i.words FROM alert_posting ap JOIN posting_index i ON i.posting_id = ap.posting_id
      WHERE ap.alert_id = words_of_alert.alert ORDER BY ap.posting_id DESC LIMIT 1000) newest,
      unnest(tsvector_to_array(newest.words)) AS word
    WHERE octet_length(word) <= 40 ORDER BY word LIMIT 20000) found
$$;

CREATE FUNCTION keep_alert_words() RETURNS trigger LANGUAGE plpgsql SET search_path = agencywatch, pg_temp AS $$
BEGIN
  INSERT INTO alert_words AS kept (alert_id, words)
  SELECT alert_id, words_of_alert(alert_id) FROM (SELECT DISTINCT alert_id FROM changed) c
  ON CONFLICT (alert_id) DO UPDATE SET words = excluded.words WHERE kept.words <> excluded.words;
  RETURN NULL;
END $$;
CREATE TRIGGER alert_words_added AFTER INSERT ON alert_posting REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_alert_words();
CREATE TRIGGER alert_words_edited AFTER UPDATE ON alert_posting REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_alert_words();
CREATE TRIGGER alert_words_removed AFTER DELETE ON alert_posting REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION keep_alert_words();

INSERT INTO alert_words (alert_id, words) SELECT id, words_of_alert(id) FROM alert;
CREATE INDEX alert_words_words ON alert_words USING gin (words) WITH (gin_pending_list_limit = 512);

-- A phrase asks for places, which an alert's words do not have: its words are looked up here, the phrase then in the adverts.
CREATE FUNCTION without_places(asked tsquery) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(asked::text, '<(-|\d+)>', '&', 'g')::tsquery
$$;
