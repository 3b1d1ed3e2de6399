-- Four eyes. A referral leaves the house only after two persons: one who proposed exactly this, and another who approved exactly this.
-- The application's role has no right to write any of these tables. It calls the functions at the end, each of which checks, changes,
-- leaves an event and appends to the audit chain at once, so that no other statement of aw_app can approve, alter or remove anything.
--
-- What this proves: two names took part, the second said yes to the very proposal that went out, and the chain tells when. What it cannot
-- prove: that a name is the person. Names are handed over by the program (a log-in, the system's user, --as); whoever can run
-- arbitrary SQL as aw_app can call the functions under two names, and only the log-in, the chain and the people named will tell.
CREATE TABLE referral (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id     bigint NOT NULL REFERENCES case_file,
  state       text NOT NULL CHECK (state IN ('proposed', 'returned', 'approved', 'sent', 'answered', 'withdrawn')),
  proposal    integer NOT NULL CHECK (proposal > 0),
  proposed_by bigint NOT NULL REFERENCES person,
  proposed_at timestamptz NOT NULL,
  approved_by bigint REFERENCES person,
  approved_at timestamptz,
  sent_by     bigint REFERENCES person,
  sent_at     timestamptz,
  sent_how    text CHECK (octet_length(sent_how) <= 500),
  document_no text CHECK (octet_length(document_no) <= 200),
  CHECK (approved_by <> proposed_by),
  CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
  CHECK ((approved_by IS NOT NULL) = (state IN ('approved', 'sent', 'answered'))),
  CHECK ((sent_by IS NOT NULL) = (state IN ('sent', 'answered'))),
  CHECK (num_nulls(sent_by, sent_at, sent_how, document_no) IN (0, 4))
);
CREATE INDEX referral_case ON referral (case_id);
COMMENT ON TABLE referral IS
  'A case, or some of its alerts, for one authority. Its id is the number that people use. Written by the functions below only.';
COMMENT ON COLUMN referral.proposal IS 'The proposal that stands; a new one takes an approval away.';
COMMENT ON COLUMN referral.document_no IS 'Of the covering letter; empty when it has none.';

CREATE TABLE referral_proposal (
  referral_id       bigint NOT NULL REFERENCES referral,
  n                 integer NOT NULL CHECK (n > 0),
  recipient         text NOT NULL CHECK (recipient ~ '^[a-z0-9_]{1,60}$'),
  recipient_kind    text NOT NULL CHECK (recipient_kind IN
                      ('police', 'labour_inspectorate', 'border_guard', 'hotline_111', 'social_support', 'other')),
  recipient_name    text NOT NULL CHECK (recipient_name <> '' AND octet_length(recipient_name) <= 500),
  recipient_address text NOT NULL CHECK (octet_length(recipient_address) <= 1000),
  province          text NOT NULL CHECK (octet_length(province) <= 100),
  copies            text[] NOT NULL CHECK (cardinality(copies) <= 20),
  grounds           text NOT NULL CHECK (octet_length(grounds) <= 20000),
  proposed_by       bigint NOT NULL REFERENCES person,
  at                timestamptz NOT NULL,
  PRIMARY KEY (referral_id, n)
);
COMMENT ON TABLE referral_proposal IS
  'What was proposed: to whom, with copies to whom, and why. A change is a new one. Written by referral_propose only; append-only.';
COMMENT ON COLUMN referral_proposal.recipient IS 'Its key in the table of recipients on that day; the name and address are as they were then.';

CREATE TABLE referral_alert (
  referral_id     bigint NOT NULL,
  n               integer NOT NULL,
  alert_id        bigint NOT NULL REFERENCES alert,
  material_sha256 sha256_hex NOT NULL,
  PRIMARY KEY (referral_id, n, alert_id),
  FOREIGN KEY (referral_id, n) REFERENCES referral_proposal
);
CREATE INDEX referral_alert_alert ON referral_alert (alert_id);
COMMENT ON TABLE referral_alert IS 'An alert that a proposal hands over, and what it stood on when it was proposed. Written with the proposal.';

CREATE TABLE referral_event (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  referral_id bigint NOT NULL REFERENCES referral,
  at          timestamptz NOT NULL,
  by_id       bigint NOT NULL REFERENCES person,
  kind        text NOT NULL CHECK (kind IN ('proposed', 'returned', 'approved', 'sent', 'answered', 'withdrawn')),
  proposal    integer NOT NULL,
  note        text NOT NULL CHECK (octet_length(note) <= 20000),
  details     jsonb NOT NULL
);
CREATE INDEX referral_event_referral ON referral_event (referral_id, id);
COMMENT ON TABLE referral_event IS 'A step of a referral. Written with the step; append-only. Statistics read these.';

CREATE TABLE referral_answer (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  referral_id bigint NOT NULL REFERENCES referral,
  answer      text NOT NULL CHECK (answer IN ('accepted', 'insufficient', 'charged', 'no_offence')),
  answered_on date NOT NULL,
  reference   text NOT NULL CHECK (octet_length(reference) <= 200),
  note        text NOT NULL CHECK (octet_length(note) <= 20000),
  at          timestamptz NOT NULL,
  by_id       bigint NOT NULL REFERENCES person
);
CREATE INDEX referral_answer_referral ON referral_answer (referral_id, id);
COMMENT ON TABLE referral_answer IS
  'What the recipient said; accepted today may be charged in spring, so the last one counts. Written by referral_answer_add only; append-only.';
COMMENT ON COLUMN referral_answer.reference IS 'Number of the recipient''s letter or file.';

REVOKE INSERT ON referral, referral_proposal, referral_alert, referral_event, referral_answer FROM aw_app;

-- Spellings of one name are one person: case, marks, white space and invisible characters tell nobody apart.
CREATE FUNCTION person_key(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT trim(regexp_replace(regexp_replace(translate(lower(normalize(name, NFKD)), 'Đđ', 'dd'),
    '[\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]', '', 'g'), '[\s\u00a0]+', ' ', 'g'))
$$;

CREATE FUNCTION referral_refuse(code text, what text, fix text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', what USING ERRCODE = code, HINT = fix;
END $$;

CREATE FUNCTION referral_person(actor text, at timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(person_key(actor), '') = '' THEN
    PERFORM referral_refuse('RF002', 'a referral needs the name of whoever acts', 'give the name of a person');
  END IF;
  INSERT INTO person (name, made_at) VALUES (actor, at) ON CONFLICT (name) DO NOTHING;
  RETURN (SELECT p.id FROM person p WHERE p.name = actor);
END $$;

-- The row, locked, in one of the states given.
CREATE FUNCTION referral_take(referral_id bigint, states text[], step text) RETURNS referral LANGUAGE plpgsql AS $$
DECLARE
  taken referral;
BEGIN
  SELECT * INTO taken FROM referral r WHERE r.id = referral_id FOR UPDATE;
  IF taken.id IS NULL THEN
    PERFORM referral_refuse('RF001', format('there is no referral %s', referral_id), 'see agencywatch referrals list');
  END IF;
  IF taken.state <> ALL (states) THEN
    PERFORM referral_refuse('RF002', format('referral %s is %s: it cannot be %s', referral_id, taken.state, step),
      format('only one that is %s can', array_to_string(states, ' or ')));
  END IF;
  RETURN taken;
END $$;

CREATE FUNCTION referral_record(referral_id bigint, kind text, proposal integer, at timestamptz, actor text, note text, details jsonb)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO referral_event (referral_id, at, by_id, kind, proposal, note, details)
    VALUES (referral_id, at, referral_person(actor, at), kind, proposal, note, details);
  PERFORM audit_append(at, actor, 'referral.' || kind, 'referral ' || referral_id, note,
    convert_to((details || jsonb_build_object('proposal', proposal))::text, 'UTF8'));
END $$;

-- A new referral (`referral_id` NULL), or another proposal for one that was not sent. Returns its id.
CREATE FUNCTION referral_propose(referral_id bigint, of_case bigint, alert_ids bigint[], recipient text, recipient_kind text,
  recipient_name text, recipient_address text, province text, copies text[], grounds text, at timestamptz, actor text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_column
DECLARE
  person bigint := referral_person(actor, at);
  old referral;
  new_id bigint := referral_propose.referral_id;
  next integer := 1;
BEGIN
  IF new_id IS NOT NULL THEN
    old := referral_take(new_id, ARRAY['proposed', 'returned', 'approved'], 'proposed again');
    IF old.case_id <> of_case THEN
      PERFORM referral_refuse('RF002', format('referral %s is of case %s', new_id, old.case_id), 'a referral stays in its case');
    END IF;
    next := old.proposal + 1;
  END IF;
  PERFORM FROM case_file c WHERE c.id = of_case AND c.state = 'open' FOR SHARE;
  IF NOT FOUND THEN
    PERFORM referral_refuse('RF002', format('there is no open case %s', of_case), 'only an open case can be referred');
  END IF;
  IF coalesce(cardinality(alert_ids), 0) = 0 OR EXISTS (SELECT FROM unnest(alert_ids) wanted WHERE NOT EXISTS
      (SELECT FROM case_alert ca WHERE ca.case_id = of_case AND ca.alert_id = wanted AND ca.left_at IS NULL)) THEN
    PERFORM referral_refuse('RF002', format('a referral of case %s needs alerts of that case', of_case), 'see agencywatch cases show');
  END IF;
  IF new_id IS NULL THEN
    INSERT INTO referral (case_id, state, proposal, proposed_by, proposed_at) VALUES (of_case, 'proposed', 1, person, at)
      RETURNING id INTO new_id;
  ELSE
    UPDATE referral SET state = 'proposed', proposal = next, proposed_by = person, proposed_at = at, approved_by = NULL, approved_at = NULL
      WHERE id = new_id;
  END IF;
  INSERT INTO referral_proposal VALUES (new_id, next, recipient, recipient_kind, recipient_name, recipient_address, province, copies,
    grounds, person, at);
  INSERT INTO referral_alert SELECT new_id, next, a.id, a.material_sha256 FROM alert a WHERE a.id = ANY (alert_ids);
  PERFORM referral_record(new_id, 'proposed', next, at, actor, '', jsonb_build_object('case', of_case, 'recipient', recipient,
    'recipient_name', recipient_name, 'recipient_address', recipient_address, 'province', province, 'copies', to_jsonb(copies),
    'grounds_sha256', encode(sha256(convert_to(grounds, 'UTF8')), 'hex'),
    'alerts', (SELECT jsonb_agg(a.number ORDER BY a.number) FROM alert a WHERE a.id = ANY (alert_ids))));
  RETURN new_id;
END $$;

-- `proposal` is the one that the approver has read.
CREATE FUNCTION referral_approve(referral_id bigint, proposal integer, note text, at timestamptz, actor text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_column
DECLARE
  taken referral := referral_take(referral_approve.referral_id, ARRAY['proposed'], 'approved');
  proposer text := (SELECT p.name FROM person p WHERE p.id = taken.proposed_by);
  person bigint;
BEGIN
  IF referral_approve.proposal IS DISTINCT FROM taken.proposal THEN
    PERFORM referral_refuse('RF004', format('referral %s was changed meanwhile: proposal %s stands', taken.id, taken.proposal),
      'read it again before you approve it');
  END IF;
  IF person_key(proposer) = person_key(actor) THEN
    PERFORM referral_refuse('RF003', format('referral %s was proposed by %s', taken.id, proposer), 'another person must approve it');
  END IF;
  person := referral_person(actor, at);
  UPDATE referral SET state = 'approved', approved_by = person, approved_at = referral_approve.at WHERE id = taken.id;
  PERFORM referral_record(taken.id, 'approved', taken.proposal, at, actor, note, jsonb_build_object('proposed_by', proposer));
END $$;

-- Back to whoever proposed it, who may propose it again.
CREATE FUNCTION referral_return(referral_id bigint, reason text, at timestamptz, actor text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_column
DECLARE
  taken referral := referral_take(referral_return.referral_id, ARRAY['proposed', 'approved'], 'returned');
BEGIN
  IF trim(reason) = '' THEN
    PERFORM referral_refuse('RF002', 'a referral is returned with a reason', 'say what is missing');
  END IF;
  UPDATE referral SET state = 'returned', approved_by = NULL, approved_at = NULL WHERE id = taken.id;
  PERFORM referral_record(taken.id, 'returned', taken.proposal, at, actor, reason, '{}');
END $$;

CREATE FUNCTION referral_send(referral_id bigint, sent_how text, document_no text, note text, at timestamptz, actor text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_column
DECLARE
  taken referral := referral_take(referral_send.referral_id, ARRAY['approved'], 'sent');
  person bigint := referral_person(actor, at);
BEGIN
  UPDATE referral SET state = 'sent', sent_by = person, sent_at = referral_send.at, sent_how = referral_send.sent_how,
    document_no = referral_send.document_no WHERE id = taken.id;
  PERFORM referral_record(taken.id, 'sent', taken.proposal, at, actor, note,
    jsonb_build_object('how', referral_send.sent_how, 'document_no', referral_send.document_no));
END $$;

CREATE FUNCTION referral_answer_add(referral_id bigint, answer text, answered_on date, reference text, note text, at timestamptz, actor text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_column
DECLARE
  taken referral := referral_take(referral_answer_add.referral_id, ARRAY['sent', 'answered'], 'answered');
BEGIN
  INSERT INTO referral_answer (referral_id, answer, answered_on, reference, note, at, by_id)
    VALUES (taken.id, answer, answered_on, reference, note, at, referral_person(actor, at));
  UPDATE referral SET state = 'answered' WHERE id = taken.id;
  PERFORM referral_record(taken.id, 'answered', taken.proposal, at, actor, note,
    jsonb_build_object('answer', answer, 'answered_on', answered_on, 'reference', reference));
END $$;

CREATE FUNCTION referral_withdraw(referral_id bigint, reason text, at timestamptz, actor text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
#variable_conflict use_column
DECLARE
  taken referral := referral_take(referral_withdraw.referral_id, ARRAY['proposed', 'returned', 'approved'], 'withdrawn');
BEGIN
  IF trim(reason) = '' THEN
    PERFORM referral_refuse('RF002', 'a referral is withdrawn with a reason', 'say why');
  END IF;
  UPDATE referral SET state = 'withdrawn', approved_by = NULL, approved_at = NULL WHERE id = taken.id;
  PERFORM referral_record(taken.id, 'withdrawn', taken.proposal, at, actor, reason, '{}');
END $$;

REVOKE EXECUTE ON FUNCTION referral_person, referral_take, referral_record, referral_propose, referral_approve, referral_return,
  referral_send, referral_answer_add, referral_withdraw FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referral_propose, referral_approve, referral_return, referral_send, referral_answer_add, referral_withdraw
  TO aw_app;

-- That an alert was handed over is true only of one that a sent referral names: no other way round the four eyes.
CREATE FUNCTION alert_referred_needs_referral() RETURNS trigger LANGUAGE plpgsql SET search_path = agencywatch, pg_temp AS $$
BEGIN
  IF NEW.state = 'referred' AND (TG_OP = 'INSERT' OR OLD.state <> 'referred') AND NOT EXISTS
    (SELECT FROM referral r JOIN referral_alert ra ON ra.referral_id = r.id AND ra.n = r.proposal
     WHERE ra.alert_id = NEW.id AND r.state IN ('sent', 'answered')) THEN
    RAISE EXCEPTION 'alert %: referred without a referral that was approved and sent', NEW.number
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER alert_referred_needs_referral AFTER INSERT OR UPDATE ON alert
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION alert_referred_needs_referral();

CREATE VIEW alert_outcome AS
  SELECT o.alert_id, o.decision_id, o.decision, o.reason_code, o.answer,
    CASE WHEN o.answer = 'charged' THEN true WHEN o.answer = 'no_offence' THEN false
      WHEN o.decision = 'confirm' THEN true
      WHEN o.decision = 'dismiss' AND o.reason_code NOT IN ('settled', 'out_of_remit', 'insufficient') THEN false END AS held
  FROM (
    SELECT a.id AS alert_id, coalesce(judged.id, handed.id) AS decision_id, judged.kind AS decision, judged.reason_code, answered.answer
    FROM alert a
    LEFT JOIN LATERAL (SELECT d.id, d.kind, d.reason_code FROM decision d WHERE d.alert_id = a.id
      AND d.kind IN ('confirm', 'dismiss', 'duplicate', 'reopen') ORDER BY d.id DESC LIMIT 1) judged ON judged.kind IN ('confirm', 'dismiss')
    LEFT JOIN LATERAL (SELECT d.id FROM decision d WHERE d.alert_id = a.id AND d.kind = 'refer' ORDER BY d.id DESC LIMIT 1) handed ON true
    LEFT JOIN LATERAL (SELECT ans.answer FROM referral r JOIN referral_alert ra ON ra.referral_id = r.id AND ra.n = r.proposal
      JOIN referral_answer ans ON ans.referral_id = r.id WHERE ra.alert_id = a.id
      ORDER BY ans.answer IN ('charged', 'no_offence') DESC, ans.id DESC LIMIT 1) answered ON true) o
  WHERE o.decision IS NOT NULL OR o.answer IS NOT NULL;
COMMENT ON VIEW alert_outcome IS
  'What became of an alert: the last word of our own people, and of those it was referred to (who charge or clear has the last word '
  'among them). held: its signs were true; NULL: nobody has said yet.';

CREATE VIEW rule_outcome AS
  SELECT j.rule_id, j.rule_version, count(*) AS alerts,
    count(*) FILTER (WHERE o.decision = 'confirm') AS confirmed,
    count(*) FILTER (WHERE o.decision = 'dismiss') AS dismissed,
    count(*) FILTER (WHERE o.answer = 'accepted') AS accepted,
    count(*) FILTER (WHERE o.answer = 'insufficient') AS insufficient,
    count(*) FILTER (WHERE o.answer = 'charged') AS charged,
    count(*) FILTER (WHERE o.answer = 'no_offence') AS no_offence,
    count(*) FILTER (WHERE o.held) AS held,
    count(*) FILTER (WHERE NOT o.held) AS not_held
  FROM alert_outcome o
  JOIN LATERAL (SELECT DISTINCT f.rule_id, f.rule_version FROM judged_finding f WHERE f.decision_id = o.decision_id) j ON true
  GROUP BY j.rule_id, j.rule_version;
COMMENT ON VIEW rule_outcome IS
  'By rule and version: alerts that showed it and were judged, and how. Its precision is held / (held + not_held).';
REVOKE INSERT ON alert_outcome, rule_outcome FROM aw_app;
