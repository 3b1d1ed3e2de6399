-- The application's role may do what its statements do, and no more; tests/db/rights_test.cc holds the whole list.
REVOKE UPDATE ON identifier, subject, tie, silence, origin, alert_posting FROM aw_app;
REVOKE INSERT ON flagged_url FROM aw_app;
GRANT UPDATE (version_id, withdrawn) ON alert_posting TO aw_app;
GRANT UPDATE (hub_reason) ON identifier TO aw_app;
GRANT UPDATE (label, folded, merged_into) ON subject TO aw_app;
GRANT UPDATE (ended_at) ON tie TO aw_app;
GRANT UPDATE (lifted_at, lifted_by_id) ON silence TO aw_app;
GRANT UPDATE (robots_capture, next_request_at) ON origin TO aw_app;

-- An advert is taken from an alert when alerts are built, which the alert's history tells; without that it stays. What the owner's
-- functions take away has its row in the audit chain.
CREATE FUNCTION alert_posting_leaves_with_event() RETURNS trigger LANGUAGE plpgsql SET search_path = agencywatch, pg_temp AS $$
BEGIN
  IF current_user <> 'aw_owner' AND EXISTS (SELECT FROM gone g WHERE NOT EXISTS
      (SELECT FROM alert_event e WHERE e.alert_id = g.alert_id AND e.xact = pg_current_xact_id())) THEN
    RAISE EXCEPTION 'a posting leaves an alert only with an event of that alert in the same transaction'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER alert_posting_leaves_with_event AFTER DELETE ON alert_posting REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION alert_posting_leaves_with_event();
