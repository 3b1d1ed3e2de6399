CREATE EXTENSION IF NOT EXISTS pg_trgm;

ALTER TABLE alert DISABLE TRIGGER alert_state_needs_event;
ALTER TABLE alert DROP CONSTRAINT alert_state_check;
ALTER TABLE alert
  ADD COLUMN closed_as      text CHECK (closed_as IN ('confirmed', 'dismissed', 'duplicate', 'merged', 'cleared')),
  ADD COLUMN closed_at      timestamptz,
  ADD COLUMN duplicate_of   bigint REFERENCES alert CHECK (duplicate_of <> id),
  ADD COLUMN opened_at      timestamptz,
  ADD COLUMN locked_by_id   bigint REFERENCES person,
  ADD COLUMN silenced_until timestamptz,
  ADD COLUMN rank           bigint NOT NULL DEFAULT 0,
  ADD COLUMN first_seen     timestamptz,
  ADD COLUMN last_seen      timestamptz,
  ADD COLUMN adverts        integer NOT NULL DEFAULT 0,
  ADD COLUMN sites          integer NOT NULL DEFAULT 0,
  ADD COLUMN destinations   text[] NOT NULL DEFAULT '{}',
  ADD COLUMN provinces      text[] NOT NULL DEFAULT '{}',
  ADD COLUMN indicators     text[] NOT NULL DEFAULT '{}',
  ADD COLUMN identifiers    text[] NOT NULL DEFAULT '{}';
UPDATE alert SET state = 'watching' WHERE state = 'watched';
UPDATE alert SET closed_as = 'cleared', closed_at = now() WHERE state = 'closed';
UPDATE alert a SET opened_at = coalesce((SELECT min(e.at) FROM alert_event e WHERE e.alert_id = a.id), now());
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE alert
  ALTER COLUMN opened_at SET NOT NULL,
  ADD CONSTRAINT alert_state_check CHECK (state IN ('new', 'assigned', 'watching', 'in_case', 'referred', 'closed')),
  ADD CONSTRAINT alert_closed CHECK ((state = 'closed') = (closed_as IS NOT NULL) AND (state = 'closed') = (closed_at IS NOT NULL)),
  ADD CONSTRAINT alert_duplicate CHECK (duplicate_of IS NULL OR closed_as = 'duplicate'),
  ADD CONSTRAINT alert_lock CHECK ((locked_by_id IS NULL) = (locked_until IS NULL));
ALTER TABLE alert ENABLE TRIGGER alert_state_needs_event;
CREATE INDEX alert_queue ON alert (rank DESC, number) WHERE state <> 'closed';
CREATE INDEX alert_closed_of ON alert (subject_id) WHERE state = 'closed';
COMMENT ON COLUMN alert.closed_as IS
  'confirmed, dismissed or duplicate by a person; merged (its subject went into another) or cleared (nothing speaks for it) by a scan.';
COMMENT ON COLUMN alert.due IS 'A person should have taken it up by then; NULL for a closed one.';
COMMENT ON COLUMN alert.locked_until IS 'Until then nobody but locked_by_id changes it.';
COMMENT ON COLUMN alert.silenced_until IS 'The longest silence that covers it; left out of the queue until then.';
COMMENT ON COLUMN alert.rank IS 'Harm and freshness in one number, higher first; see alerts/rank.h.';
COMMENT ON COLUMN alert.indicators IS 'What speaks for it: indicator codes, and identifiers as "kind norm"; sorted.';

ALTER TABLE alert_posting
  ADD COLUMN version_id bigint REFERENCES posting_version,
  ADD COLUMN withdrawn  boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN alert_posting.version_id IS 'Its current version when the alert was last built: another one later is an edit.';
GRANT UPDATE ON alert_posting TO aw_app;

ALTER TABLE decision DROP CONSTRAINT decision_kind_check;
ALTER TABLE decision
  ADD CONSTRAINT decision_kind_check CHECK (kind IN
    ('assign', 'watch', 'open_case', 'refer', 'confirm', 'dismiss', 'duplicate', 'reopen')),
  ADD COLUMN indicators  text[] NOT NULL DEFAULT '{}',
  ADD COLUMN identifiers text[] NOT NULL DEFAULT '{}',
  ADD COLUMN verdict     text NOT NULL DEFAULT 'clear';
COMMENT ON COLUMN decision.indicators IS 'What the alert stood on when it was judged: a scan reopens it only for more than this.';

CREATE TABLE judged_finding (
  decision_id   bigint NOT NULL REFERENCES decision,
  text_sha256   sha256_hex NOT NULL,
  rule_id       text NOT NULL,
  rule_version  integer NOT NULL,
  register_note jsonb NOT NULL,
  PRIMARY KEY (decision_id, text_sha256, rule_id)
);
CREATE INDEX judged_finding_text ON judged_finding (text_sha256, rule_id);
COMMENT ON TABLE judged_finding IS
  'A finding that a person judged: on which text, by which version of the rule, and what the register then said. Written '
  'with the decision. The same finding elsewhere is known to be a false alarm; another rule version, text or register state is not.';

CREATE TABLE silence (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject_id    bigint REFERENCES subject,
  identifier_id bigint REFERENCES identifier,
  source_id     bigint REFERENCES source,
  up_to         text NOT NULL CHECK (up_to IN ('violation', 'unlicensed', 'fraud', 'trafficking')),
  by_id         bigint NOT NULL REFERENCES person,
  reason        text NOT NULL CHECK (reason <> ''),
  made_at       timestamptz NOT NULL,
  ends_at       timestamptz NOT NULL CHECK (ends_at > made_at),
  lifted_at     timestamptz,
  lifted_by_id  bigint REFERENCES person,
  CHECK (num_nonnulls(subject_id, identifier_id, source_id) = 1),
  CHECK ((lifted_at IS NULL) = (lifted_by_id IS NULL))
);
COMMENT ON TABLE silence IS
  'A person asks for quiet about a subject, an identifier or a source for a time: its alerts are kept but not queued. Written by people.';
COMMENT ON COLUMN silence.up_to IS 'It covers alerts up to this verdict; a graver one is heard.';

ALTER TABLE subject ADD COLUMN folded text NOT NULL DEFAULT '';
CREATE INDEX subject_folded ON subject USING gin (folded gin_trgm_ops) WHERE merged_into IS NULL;
CREATE INDEX identifier_norm ON identifier USING gin (norm gin_trgm_ops);
COMMENT ON COLUMN subject.folded IS 'The label without marks and in lower case, for search.';
CREATE INDEX tie_ended ON tie (subject_id) WHERE ended_at IS NOT NULL;
CREATE INDEX judgement_of_tie_a ON judgement_of_tie (a);
CREATE INDEX judgement_of_tie_b ON judgement_of_tie (b);

GRANT SELECT, INSERT ON judged_finding TO aw_app;
GRANT SELECT, INSERT, UPDATE ON silence TO aw_app;
