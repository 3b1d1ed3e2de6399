CREATE TABLE told (
  event_id bigint PRIMARY KEY REFERENCES alert_event,
  run_id   bigint NOT NULL REFERENCES run
);
CREATE INDEX told_run ON told (run_id);
COMMENT ON TABLE told IS
  'News of an alert (it was opened, came back or became graver) that a whole scan has told of. Written in the transaction '
  'that ends the run, so that nothing is told twice and nothing that a killed run found is forgotten.';
-- What happened before there was anybody to tell is no news.
INSERT INTO told (event_id, run_id)
SELECT e.id, (SELECT max(id) FROM run) FROM alert_event e
WHERE e.kind IN ('opened', 'reopened', 'returned', 'updated') AND EXISTS (SELECT FROM run);

CREATE TABLE outbox (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  message_id   text NOT NULL UNIQUE CHECK (message_id ~ '^[0-9a-f]{32}$'),
  kind         text NOT NULL CHECK (kind IN ('mail', 'webhook')),
  recipient    text NOT NULL CHECK (recipient <> ''),
  run_id       bigint NOT NULL REFERENCES run,
  about        text NOT NULL CHECK (about IN ('scan', 'no_scan')),
  made_at      timestamptz NOT NULL,
  body         bytea NOT NULL,
  audit_seq    bigint NOT NULL,
  audit_sha256 sha256_hex NOT NULL,
  due          timestamptz,
  tries        integer NOT NULL DEFAULT 0,
  problem      text NOT NULL DEFAULT '',
  done_at      timestamptz,
  gave_up_at   timestamptz,
  UNIQUE (run_id, about, kind, recipient),
  CHECK (num_nonnulls(due, done_at, gave_up_at) = 1)
);
CREATE INDEX outbox_due ON outbox (due) WHERE due IS NOT NULL;
COMMENT ON TABLE outbox IS
  'A message to somebody who asked for it. Written in the transaction that ends the run it tells of; sent afterwards, and '
  'tried again until it is delivered (done_at) or given up (gave_up_at).';
COMMENT ON COLUMN outbox.message_id IS 'Goes out with every try, so that a receiver can tell a repetition.';
COMMENT ON COLUMN outbox.recipient IS 'A mail address, or the name of a webhook; its URL and secret are in the settings only.';
COMMENT ON COLUMN outbox.about IS 'scan: the run ended; no_scan: none has ended for too long since that run.';
COMMENT ON COLUMN outbox.body IS 'The message as it is sent: a mail with its headers, or JSON.';
COMMENT ON COLUMN outbox.audit_sha256 IS 'The audit chain''s head that stands in the message.';
COMMENT ON COLUMN outbox.due IS 'The next try. A sender that takes the message moves it on first, so that no other one takes it, too.';

CREATE TABLE anchor (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  seq     bigint NOT NULL,
  sha256  sha256_hex NOT NULL,
  sent_to text NOT NULL,
  at      timestamptz NOT NULL
);
COMMENT ON TABLE anchor IS
  'A head of the audit chain that went out to somebody. Written when the message was delivered. Whoever owns the database '
  'could change this, too: what counts is the copy in the recipient''s mailbox, which `doctor --heads` reads.';

GRANT SELECT, INSERT ON told, anchor TO aw_app;
GRANT SELECT, INSERT, UPDATE (due, tries, problem, done_at, gave_up_at) ON outbox TO aw_app;
