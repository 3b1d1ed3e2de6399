CREATE SEQUENCE alert_number;
GRANT USAGE ON SEQUENCE alert_number TO aw_app;

CREATE TABLE alert (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  number          bigint NOT NULL UNIQUE DEFAULT nextval('alert_number'),
  subject_id      bigint NOT NULL REFERENCES subject,
  state           text NOT NULL CHECK (state IN ('new', 'watched', 'in_case', 'referred', 'closed')),
  verdict         text NOT NULL CHECK (verdict IN ('clear', 'violation', 'unlicensed', 'fraud', 'trafficking')),
  score           integer NOT NULL CHECK (score BETWEEN 0 AND 100),
  material_sha256 sha256_hex NOT NULL,
  row_version     integer NOT NULL DEFAULT 1,
  due             timestamptz,
  owner_id        bigint,
  locked_until    timestamptz
);
ALTER SEQUENCE alert_number OWNED BY alert.number;
CREATE UNIQUE INDEX alert_one_open ON alert (subject_id) WHERE state <> 'closed';
CREATE INDEX alert_subject ON alert (subject_id);
COMMENT ON TABLE alert IS
  'A subject that needs a person''s eye; one open at a time. Opened and brought up to date by scans; what becomes of it is for people.';
COMMENT ON COLUMN alert.material_sha256 IS 'Over what speaks for the alert; a scan that finds the same changes nothing.';
COMMENT ON COLUMN alert.row_version IS 'Rises with every change; a writer that read an older one must read again.';

CREATE TABLE alert_posting (
  alert_id   bigint NOT NULL REFERENCES alert,
  posting_id bigint NOT NULL REFERENCES posting,
  PRIMARY KEY (alert_id, posting_id)
);
CREATE INDEX alert_posting_posting ON alert_posting (posting_id);
COMMENT ON TABLE alert_posting IS 'A posting that speaks for an alert. Written when alerts are built.';

CREATE TABLE alert_event (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  alert_id bigint NOT NULL REFERENCES alert,
  at       timestamptz NOT NULL,
  actor    text NOT NULL CHECK (actor <> ''),
  kind     text NOT NULL CHECK (kind ~ '^[a-z_]+$'),
  before   jsonb NOT NULL,
  after    jsonb NOT NULL,
  reason   text NOT NULL,
  xact     xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX alert_event_alert ON alert_event (alert_id, id);
COMMENT ON TABLE alert_event IS
  'Something that happened to an alert: opened, updated, reopened, merged, decided … Written with the change itself; append-only. '
  'Statistics read these.';
COMMENT ON COLUMN alert_event.after IS '{state, verdict, score …} after it; before likewise, empty for a new alert.';

CREATE FUNCTION alert_state_needs_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.state = OLD.state THEN
    RETURN NULL;
  END IF;
  IF NOT EXISTS (SELECT FROM alert_event e
                 WHERE e.alert_id = NEW.id AND e.xact = pg_current_xact_id() AND e.after ->> 'state' = NEW.state) THEN
    RAISE EXCEPTION 'alert %: state % without its event in the same transaction', NEW.number, NEW.state
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER alert_state_needs_event AFTER INSERT OR UPDATE ON alert
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION alert_state_needs_event();

CREATE TABLE decision (
  id                     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  alert_id               bigint NOT NULL REFERENCES alert,
  by_id                  bigint NOT NULL,
  at                     timestamptz NOT NULL,
  kind                   text NOT NULL CHECK (kind IN ('dismiss', 'watch', 'open_case', 'refer', 'reopen')),
  reason_code            text NOT NULL,
  note                   text NOT NULL,
  judged_material_sha256 sha256_hex NOT NULL,
  pack_sha256            sha256_hex REFERENCES pack,
  snapshot_id            bigint REFERENCES register_snapshot
);
CREATE INDEX decision_alert ON decision (alert_id, id);
COMMENT ON TABLE decision IS
  'What a person made of an alert, and of which material. Written by people only, never by a scan; append-only.';

GRANT SELECT, INSERT, UPDATE ON alert TO aw_app;
GRANT SELECT, INSERT, DELETE ON alert_posting TO aw_app;
GRANT SELECT, INSERT ON decision TO aw_app;
-- The transaction of an event is the database's to say.
REVOKE INSERT ON alert_event FROM aw_app;
GRANT SELECT, INSERT (alert_id, at, actor, kind, before, after, reason) ON alert_event TO aw_app;
