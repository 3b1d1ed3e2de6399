-- A decision that its author took back counts for nothing: not in figures, not as a word about texts, not as an outcome.
CREATE TABLE undone_decision (
  decision_id bigint PRIMARY KEY REFERENCES decision ON DELETE CASCADE,
  at          timestamptz NOT NULL,
  by_id       bigint NOT NULL REFERENCES person
);
COMMENT ON TABLE undone_decision IS 'Whoever took the decision took it back, a moment later. Written with the event "undone".';
GRANT SELECT, INSERT ON undone_decision TO aw_app;

INSERT INTO undone_decision (decision_id, at, by_id)
SELECT DISTINCT ON (last.id) last.id, e.at, last.by_id FROM alert_event e
JOIN LATERAL (SELECT d.id, d.by_id FROM decision d WHERE d.alert_id = e.alert_id AND d.at <= e.at ORDER BY d.id DESC LIMIT 1) last ON true
WHERE e.kind = 'undone' ORDER BY last.id, e.at;

CREATE VIEW standing_decision AS
  SELECT id, alert_id, by_id, at, kind, reason_code, note, verdict, indicators, identifiers FROM decision d
  WHERE NOT EXISTS (SELECT FROM undone_decision u WHERE u.decision_id = d.id);
COMMENT ON VIEW standing_decision IS 'Decisions that were not taken back.';
REVOKE INSERT ON standing_decision FROM aw_app;
GRANT SELECT ON standing_decision TO aw_app;

CREATE OR REPLACE VIEW alert_outcome AS
  SELECT o.alert_id, o.decision_id, o.decision, o.reason_code, o.answer,
    CASE WHEN o.answer = 'charged' THEN true WHEN o.answer = 'no_offence' THEN false
      WHEN o.decision = 'confirm' THEN true
      WHEN o.decision = 'dismiss' AND o.reason_code NOT IN ('settled', 'out_of_remit', 'insufficient') THEN false END AS held
  FROM (
    SELECT a.id AS alert_id, coalesce(judged.id, handed.id) AS decision_id, judged.kind AS decision, judged.reason_code, answered.answer
    FROM alert a
    LEFT JOIN LATERAL (SELECT d.id, d.kind, d.reason_code FROM standing_decision d WHERE d.alert_id = a.id
      AND d.kind IN ('confirm', 'dismiss', 'duplicate', 'reopen') ORDER BY d.id DESC LIMIT 1) judged ON judged.kind IN ('confirm', 'dismiss')
    LEFT JOIN LATERAL (SELECT d.id FROM standing_decision d WHERE d.alert_id = a.id AND d.kind = 'refer' ORDER BY d.id DESC LIMIT 1) handed ON true
    LEFT JOIN LATERAL (SELECT ans.answer FROM referral r JOIN referral_alert ra ON ra.referral_id = r.id AND ra.n = r.proposal
      JOIN referral_answer ans ON ans.referral_id = r.id WHERE ra.alert_id = a.id
      ORDER BY ans.answer IN ('charged', 'no_offence') DESC, ans.id DESC LIMIT 1) answered ON true) o
  WHERE o.decision IS NOT NULL OR o.answer IS NOT NULL;
