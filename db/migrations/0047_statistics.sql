CREATE TABLE alert_snapshot (
  event_id     bigint PRIMARY KEY REFERENCES alert_event,
  due          timestamptz,
  destinations text[] NOT NULL,
  provinces    text[] NOT NULL,
  indicators   text[] NOT NULL
);
COMMENT ON TABLE alert_snapshot IS
  'What an alert reached and stood on when the transaction of an event ended, so that the figures of a past month stay what '
  'they were. Written by the database with the event; append-only.';
REVOKE INSERT ON alert_snapshot FROM aw_app;
CREATE INDEX alert_event_at ON alert_event (at);
CREATE INDEX decision_at ON decision (at);

-- At the end of the transaction: an event is written before the alert that it is about is brought up to date.
CREATE FUNCTION take_alert_snapshot() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
BEGIN
  INSERT INTO alert_snapshot (event_id, due, destinations, provinces, indicators)
  SELECT NEW.id, a.due, a.destinations, a.provinces, a.indicators FROM alert a WHERE a.id = NEW.alert_id;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER take_alert_snapshot AFTER INSERT ON alert_event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION take_alert_snapshot();

-- Nobody kept what earlier events stood on: today's is the nearest to it.
INSERT INTO alert_snapshot (event_id, due, destinations, provinces, indicators)
SELECT e.id, a.due, a.destinations, a.provinces, a.indicators FROM alert_event e JOIN alert a ON a.id = e.alert_id;
