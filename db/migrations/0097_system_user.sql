-- Whom an account of the operating system speaks for is what it says (--as). The chain keeps both: who is said to act, and, where
-- the connection tells it and it is another name, which account of the machine typed it.
CREATE OR REPLACE FUNCTION audit_append(at timestamptz, actor text, action text, object text, reason text, body bytea)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
DECLARE
  last_seq bigint;
  last_sha text;
  typed_by text := coalesce(current_setting('agencywatch.system_user', true), '');
BEGIN
  -- The body is a JSON object, or nothing; its bytes stay as they are.
  IF typed_by NOT IN ('', actor) AND (body = '' OR (get_byte(body, 0) = ascii('{') AND get_byte(body, length(body) - 1) = ascii('}'))) THEN
    body := CASE WHEN body IN ('', '{}'::bytea) THEN '{'::bytea ELSE substring(body FOR length(body) - 1) || ','::bytea END ||
      convert_to('"system_user":' || to_json(typed_by)::text || '}', 'UTF8');
  END IF;
  -- One after the other: the next row must see this one, or nothing.
  PERFORM pg_advisory_xact_lock(hashtextextended('agencywatch.audit', 0));
  SELECT a.seq, a.sha256 INTO last_seq, last_sha FROM audit a ORDER BY a.seq DESC LIMIT 1;
  last_seq := coalesce(last_seq, 0) + 1;
  last_sha := coalesce(last_sha, repeat('0', 64));
  INSERT INTO audit VALUES (last_seq, at, actor, action, object, reason, body, last_sha,
    audit_sha256(last_sha, last_seq, at, actor, action, object, reason, body));
  RETURN last_seq;
END $$;
