CREATE TABLE source (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key           text NOT NULL UNIQUE CHECK (key <> ''),
  name          text NOT NULL,
  kind          text NOT NULL CHECK (kind <> ''),
  config_sha256 sha256_hex NOT NULL,
  updated_at    timestamptz NOT NULL
);
COMMENT ON TABLE source IS 'An entry of sources.yaml, or the place that tips come in by. Written when a scan reads its sources.';

CREATE TABLE origin (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  scheme          text NOT NULL CHECK (scheme IN ('http', 'https')),
  host            text NOT NULL CHECK (host <> '' AND octet_length(host) <= 255),
  port            integer NOT NULL CHECK (port BETWEEN 1 AND 65535),
  robots_capture  bigint,
  next_request_at timestamptz,
  UNIQUE (scheme, host, port)
);
COMMENT ON TABLE origin IS
  'Scheme, host and port: the unit of robots.txt, delay and lease. Written when a URL of it is first seen.';

CREATE TABLE lease (
  kind   text NOT NULL CHECK (kind IN ('origin', 'address')),
  key    text NOT NULL CHECK (key <> ''),
  worker text NOT NULL CHECK (worker <> ''),
  token  bigint NOT NULL CHECK (token > 0),
  until  timestamptz NOT NULL,
  PRIMARY KEY (kind, key)
);
COMMENT ON TABLE lease IS
  'Who may send requests to an origin or an address, and until when by the database''s clock. Written by crawl workers. '
  'The token rises with every new holder, and a page''s outcome commits only with the token of today.';

CREATE FUNCTION lease_token_only_rises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.token < OLD.token OR (NEW.worker <> OLD.worker AND NEW.token = OLD.token) THEN
    RAISE EXCEPTION 'the token of lease % % must rise: % after %', OLD.kind, OLD.key, NEW.token, OLD.token
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lease_token_only_rises BEFORE UPDATE ON lease
  FOR EACH ROW EXECUTE FUNCTION lease_token_only_rises();

GRANT SELECT, INSERT, UPDATE ON source, origin, lease TO aw_app;
