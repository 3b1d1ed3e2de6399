-- Numbers that people use have no holes: whoever asks where case 7 is must not be told that a transaction failed. A sequence
-- counts on when a transaction does not; a row of this table does not.
CREATE TABLE last_number (
  of   text PRIMARY KEY CHECK (of IN ('case', 'referral', 'request')),
  n    bigint NOT NULL CHECK (n >= 0)
);
COMMENT ON TABLE last_number IS 'The last number given to a case, a referral, a person''s request. Written by next_number only.';
REVOKE INSERT ON last_number FROM aw_app;
INSERT INTO last_number VALUES ('case', (SELECT coalesce(max(id), 0) FROM case_file)),
  ('referral', (SELECT coalesce(max(id), 0) FROM referral)), ('request', (SELECT coalesce(max(id), 0) FROM person_request));

-- The next one; whoever else asks waits until this transaction ends.
CREATE FUNCTION next_number(of text) RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = agencywatch, pg_temp AS $$
  UPDATE last_number SET n = n + 1 WHERE last_number.of = next_number.of RETURNING n
$$;
REVOKE EXECUTE ON FUNCTION next_number FROM PUBLIC;
GRANT EXECUTE ON FUNCTION next_number TO aw_app;
ALTER TABLE case_file ALTER COLUMN id DROP IDENTITY;
ALTER TABLE referral ALTER COLUMN id DROP IDENTITY;
ALTER TABLE person_request ALTER COLUMN id DROP IDENTITY;

-- As with an identity, the database says the number, not whoever inserts.
CREATE FUNCTION give_number() RETURNS trigger LANGUAGE plpgsql SET search_path = agencywatch, pg_temp AS $$
BEGIN
  NEW.id := next_number(TG_ARGV[0]);
  RETURN NEW;
END $$;
CREATE TRIGGER case_number BEFORE INSERT ON case_file FOR EACH ROW EXECUTE FUNCTION give_number('case');
CREATE TRIGGER referral_number BEFORE INSERT ON referral FOR EACH ROW EXECUTE FUNCTION give_number('referral');
CREATE TRIGGER request_number BEFORE INSERT ON person_request FOR EACH ROW EXECUTE FUNCTION give_number('request');
