-- The words of an alert are asked for with every change of its postings: in SQL the query was planned anew each time, which
-- took longer than the query; PL/pgSQL keeps its plan. An upsert calls the triggers of both its kinds, one of them with no row.
CREATE OR REPLACE FUNCTION words_of_alert(alert bigint) RETURNS tsvector LANGUAGE plpgsql STABLE SET search_path = agencywatch, pg_temp AS $$
BEGIN
  RETURN (SELECT coalesce(array_to_tsvector(array_agg(word)), '') FROM (
    SELECT DISTINCT word FROM (SELECT i.words FROM alert_posting ap JOIN posting_index i ON i.posting_id = ap.posting_id
      WHERE ap.alert_id = words_of_alert.alert ORDER BY ap.posting_id DESC LIMIT 1000) newest,
      unnest(tsvector_to_array(newest.words)) AS word
    WHERE octet_length(word) <= 40 ORDER BY word LIMIT 20000) found);
END $$;

CREATE OR REPLACE FUNCTION keep_alert_words() RETURNS trigger LANGUAGE plpgsql SET search_path = agencywatch, pg_temp AS $$
DECLARE
  alert bigint;
BEGIN
  FOR alert IN SELECT DISTINCT alert_id FROM changed LOOP
    INSERT INTO alert_words AS kept (alert_id, words) VALUES (alert, words_of_alert(alert))
    ON CONFLICT (alert_id) DO UPDATE SET words = excluded.words WHERE kept.words <> excluded.words;
  END LOOP;
  RETURN NULL;
END $$;
