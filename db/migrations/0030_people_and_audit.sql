CREATE TABLE person (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name    text NOT NULL UNIQUE CHECK (name <> '' AND octet_length(name) <= 200),
  made_at timestamptz NOT NULL
);
COMMENT ON TABLE person IS
  'Somebody who works with agencywatch, by the name given with --as or that of the system''s user. Written when they first act.';
ALTER TABLE judgement_of_tie ADD FOREIGN KEY (by_id) REFERENCES person;
ALTER TABLE decision ADD FOREIGN KEY (by_id) REFERENCES person;
ALTER TABLE alert ADD FOREIGN KEY (owner_id) REFERENCES person;

CREATE TABLE audit (
  seq         bigint PRIMARY KEY,
  at          timestamptz NOT NULL,
  actor       text NOT NULL CHECK (actor <> ''),
  action      text NOT NULL CHECK (action ~ '^[a-z_.]+$'),
  object      text NOT NULL,
  reason      text NOT NULL,
  body        bytea NOT NULL,
  prev_sha256 sha256_hex NOT NULL UNIQUE,
  sha256      sha256_hex NOT NULL UNIQUE
);
COMMENT ON TABLE audit IS
  'What people did, in a chain of hashes. Written by audit_append only; nobody of the application changes or removes a row.';
COMMENT ON COLUMN audit.body IS 'The details, as the bytes that were hashed.';
COMMENT ON COLUMN audit.prev_sha256 IS 'sha256 of the row before; 64 zeros in the first.';

-- Every part with its length before it, so that two different rows never give the same bytes.
CREATE FUNCTION audit_sha256(prev text, seq bigint, at timestamptz, actor text, action text, object text, reason text, body bytea)
RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(convert_to(
    prev || ' ' || seq || ' ' || (extract(epoch FROM at) * 1000000)::bigint
    || ' ' || octet_length(actor) || ':' || actor || octet_length(action) || ':' || action
    || octet_length(object) || ':' || object || octet_length(reason) || ':' || reason
    || octet_length(body) || ':', 'UTF8') || body), 'hex')
$$;

CREATE FUNCTION audit_append(at timestamptz, actor text, action text, object text, reason text, body bytea)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
DECLARE
  last_seq bigint;
  last_sha text;
BEGIN
  -- One after the other: the next row must see this one, or nothing.
  PERFORM pg_advisory_xact_lock(hashtextextended('agencywatch.audit', 0));
  SELECT a.seq, a.sha256 INTO last_seq, last_sha FROM audit a ORDER BY a.seq DESC LIMIT 1;
  last_seq := coalesce(last_seq, 0) + 1;
  last_sha := coalesce(last_sha, repeat('0', 64));
  INSERT INTO audit VALUES (last_seq, at, actor, action, object, reason, body, last_sha,
    audit_sha256(last_sha, last_seq, at, actor, action, object, reason, body));
  RETURN last_seq;
END $$;

REVOKE INSERT ON audit FROM aw_app;
REVOKE EXECUTE ON FUNCTION audit_append FROM PUBLIC;
GRANT SELECT, INSERT ON person TO aw_app;
GRANT SELECT ON audit TO aw_app;
GRANT EXECUTE ON FUNCTION audit_append TO aw_app;
