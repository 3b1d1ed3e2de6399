CREATE TABLE case_file (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  title        text NOT NULL CHECK (title <> '' AND octet_length(title) <= 500),
  state        text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
  outcome      text CHECK (outcome IN ('charged', 'fined', 'confirmed', 'insufficient', 'no_offence')),
  opened_at    timestamptz NOT NULL,
  opened_by_id bigint NOT NULL REFERENCES person,
  owner_id     bigint NOT NULL REFERENCES person,
  due          timestamptz,
  closed_at    timestamptz CHECK (closed_at >= opened_at),
  row_version  integer NOT NULL DEFAULT 1,
  CHECK ((state = 'closed') = (outcome IS NOT NULL) AND (state = 'closed') = (closed_at IS NOT NULL))
);
CREATE INDEX case_file_open ON case_file (id) WHERE state = 'open';
COMMENT ON TABLE case_file IS
  'A case: alerts that people work on together until an authority has spoken. Its id is the number that people use. Written by people only.';
COMMENT ON COLUMN case_file.outcome IS
  'charged: a criminal case was opened; fined: an administrative penalty; confirmed: true, dealt with otherwise; insufficient: not enough to act on; '
  'no_offence: there is nothing to it.';

CREATE TABLE case_alert (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id     bigint NOT NULL REFERENCES case_file,
  alert_id    bigint NOT NULL REFERENCES alert,
  added_at    timestamptz NOT NULL,
  added_by_id bigint NOT NULL REFERENCES person,
  left_at     timestamptz,
  left_by_id  bigint REFERENCES person,
  CHECK ((left_at IS NULL) = (left_by_id IS NULL))
);
CREATE UNIQUE INDEX case_alert_one_case ON case_alert (alert_id) WHERE left_at IS NULL;
CREATE INDEX case_alert_case ON case_alert (case_id);
COMMENT ON TABLE case_alert IS 'An alert that is in a case, or was until left_at; in one case at a time, and in a closed one for good.';

CREATE TABLE case_posting (
  case_id    bigint NOT NULL REFERENCES case_file,
  alert_id   bigint NOT NULL REFERENCES alert,
  posting_id bigint NOT NULL REFERENCES posting,
  PRIMARY KEY (case_id, alert_id, posting_id)
);
CREATE INDEX case_posting_posting ON case_posting (posting_id);
COMMENT ON TABLE case_posting IS
  'A posting that has spoken for an alert of the case at some time. Written by triggers; a scan that takes a posting from an alert takes none from here.';

CREATE FUNCTION case_posting_of_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
BEGIN
  INSERT INTO case_posting SELECT NEW.case_id, NEW.alert_id, ap.posting_id FROM alert_posting ap WHERE ap.alert_id = NEW.alert_id
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER case_posting_of_link AFTER INSERT ON case_alert FOR EACH ROW EXECUTE FUNCTION case_posting_of_link();

CREATE FUNCTION case_posting_of_alert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
BEGIN
  INSERT INTO case_posting SELECT ca.case_id, NEW.alert_id, NEW.posting_id FROM case_alert ca
    WHERE ca.alert_id = NEW.alert_id AND ca.left_at IS NULL ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER case_posting_of_alert AFTER INSERT ON alert_posting FOR EACH ROW EXECUTE FUNCTION case_posting_of_alert();

CREATE VIEW case_holds_posting AS
  SELECT DISTINCT cp.posting_id FROM case_posting cp JOIN case_file c ON c.id = cp.case_id
  JOIN case_alert ca ON ca.case_id = cp.case_id AND ca.alert_id = cp.alert_id AND ca.left_at IS NULL
  WHERE c.state = 'open' OR c.outcome <> 'no_offence';
COMMENT ON VIEW case_holds_posting IS
  'Postings whose evidence a case needs: no retention time purges them. A case closed as no_offence lets them go.';

CREATE TABLE case_event (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id bigint NOT NULL REFERENCES case_file,
  at      timestamptz NOT NULL,
  by_id   bigint NOT NULL REFERENCES person,
  kind    text NOT NULL CHECK (kind IN ('opened', 'assigned', 'alert_added', 'alert_removed', 'noted', 'task_added', 'task_done', 'attached',
            'counted', 'closed', 'reopened')),
  note    text NOT NULL CHECK (octet_length(note) <= 20000),
  details jsonb NOT NULL,
  xact    xid8 NOT NULL DEFAULT pg_current_xact_id(),
  CHECK (kind <> 'noted' OR note <> '')
);
CREATE INDEX case_event_case ON case_event (case_id, id);
COMMENT ON TABLE case_event IS
  'Something that happened to a case; a note is one, too. Written with the change itself; append-only. Statistics read these.';
COMMENT ON COLUMN case_event.details IS 'opened, reopened: {state}; closed: {state, outcome}; others name the alert, task, attachment or count.';

CREATE FUNCTION case_state_needs_event() RETURNS trigger LANGUAGE plpgsql SET search_path = agencywatch, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.state, NEW.outcome) IS NOT DISTINCT FROM (OLD.state, OLD.outcome) THEN
    RETURN NULL;
  END IF;
  IF NOT EXISTS (SELECT FROM case_event e WHERE e.case_id = NEW.id AND e.xact = pg_current_xact_id()
                   AND e.details ->> 'state' = NEW.state AND e.details ->> 'outcome' IS NOT DISTINCT FROM NEW.outcome) THEN
    RAISE EXCEPTION 'case %: state % without its event in the same transaction', NEW.id, NEW.state
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER case_state_needs_event AFTER INSERT OR UPDATE ON case_file
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION case_state_needs_event();

CREATE TABLE case_task (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id     bigint NOT NULL REFERENCES case_file,
  what        text NOT NULL CHECK (what <> '' AND octet_length(what) <= 2000),
  owner_id    bigint NOT NULL REFERENCES person,
  due         timestamptz,
  made_at     timestamptz NOT NULL,
  made_by_id  bigint NOT NULL REFERENCES person,
  done_at     timestamptz,
  done_by_id  bigint REFERENCES person,
  CHECK ((done_at IS NULL) = (done_by_id IS NULL))
);
CREATE INDEX case_task_case ON case_task (case_id, id);
COMMENT ON TABLE case_task IS 'Something that somebody is to do for a case, and when it was done. Written by people only.';

CREATE TABLE case_attachment (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id    bigint NOT NULL REFERENCES case_file,
  name       text NOT NULL CHECK (name <> '' AND octet_length(name) <= 200 AND name !~ '[/\\[:cntrl:]]' AND name !~ '^\.'),
  media_type text NOT NULL CHECK (media_type ~ '^[a-z]+/[a-z0-9.+-]+$'),
  bytes      bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 26214400),
  sha256     sha256_hex NOT NULL CHECK (sha256 = encode(sha256(bytes), 'hex')),
  at         timestamptz NOT NULL,
  by_id      bigint NOT NULL REFERENCES person,
  UNIQUE (case_id, sha256)
);
ALTER TABLE case_attachment ALTER COLUMN bytes SET STORAGE EXTERNAL;  -- pictures and PDFs are compressed already
COMMENT ON TABLE case_attachment IS 'A file that a person laid into a case, at most 25 MiB. Append-only.';
COMMENT ON COLUMN case_attachment.name IS 'A bare file name, never a path.';
COMMENT ON COLUMN case_attachment.media_type IS 'As its first bytes say, never as somebody claimed.';

CREATE TABLE affected_count (
  case_id  bigint NOT NULL REFERENCES case_file,
  sex      text NOT NULL CHECK (sex IN ('female', 'male', 'unknown')),
  age_band text NOT NULL CHECK (age_band IN ('under_16', '16_17', '18_over', 'unknown')),
  purpose  text NOT NULL CHECK (purpose IN ('sexual', 'forced_labour', 'forced_crime', 'organs', 'marriage', 'surrogacy', 'child_sale',
             'money', 'other', 'unknown')),
  returned text NOT NULL CHECK (returned IN ('rescued', 'handed_over', 'self_returned', 'not_returned', 'not_left', 'unknown')),
  support  text[] NOT NULL CHECK (support <@ ARRAY['essentials', 'medical', 'psychological', 'legal', 'interpreting', 'schooling',
             'vocational', 'allowance', 'loan', 'other']),
  n        integer NOT NULL CHECK (n BETWEEN 1 AND 100000),
  PRIMARY KEY (case_id, sex, age_band, purpose, returned, support)
);
COMMENT ON TABLE affected_count IS
  'How many persons of one kind a case affected, without saying who: a name, a birthday or an address has no place here. Each change leaves an event.';
COMMENT ON COLUMN affected_count.purpose IS 'What they were meant for; money: only their money was taken.';
COMMENT ON COLUMN affected_count.returned IS 'How they came back from abroad; not_left: they never went.';
COMMENT ON COLUMN affected_count.support IS 'What they received; sorted, each once; empty: nothing, or nothing known.';

-- A case that an alert is said to be in must be there.
ALTER TABLE decision DROP CONSTRAINT decision_kind_check;
ALTER TABLE decision ADD CONSTRAINT decision_kind_check CHECK (kind IN
  ('assign', 'watch', 'open_case', 'leave_case', 'refer', 'confirm', 'dismiss', 'duplicate', 'reopen'));
CREATE FUNCTION alert_in_case_needs_case() RETURNS trigger LANGUAGE plpgsql SET search_path = agencywatch, pg_temp AS $$
BEGIN
  IF NEW.state = 'in_case' AND (TG_OP = 'INSERT' OR OLD.state <> 'in_case') AND NOT EXISTS
    (SELECT FROM case_alert ca JOIN case_file c ON c.id = ca.case_id
     WHERE ca.alert_id = NEW.id AND ca.left_at IS NULL AND c.state = 'open') THEN
    RAISE EXCEPTION 'alert %: in_case without an open case that it is in', NEW.number
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER alert_in_case_needs_case AFTER INSERT OR UPDATE ON alert
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION alert_in_case_needs_case();

-- Without a path of its own it would believe a temporary table of the same name.
ALTER FUNCTION alert_state_needs_event() SET search_path = agencywatch, pg_temp;

GRANT UPDATE (title, state, outcome, owner_id, due, closed_at, row_version) ON case_file TO aw_app;
GRANT UPDATE (left_at, left_by_id) ON case_alert TO aw_app;
GRANT UPDATE (done_at, done_by_id) ON case_task TO aw_app;
GRANT UPDATE (n), DELETE ON affected_count TO aw_app;
REVOKE INSERT ON case_posting, case_holds_posting, case_event FROM aw_app;
GRANT INSERT (case_id, at, by_id, kind, note, details) ON case_event TO aw_app;
