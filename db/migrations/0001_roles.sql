-- The two roles, the schema that everything lies in, and who may do what by default.
--
-- aw_owner owns all tables and runs the migrations. aw_app is everybody else: the scan, the review site, exports.
-- By default aw_app may read and add; a later migration grants UPDATE or DELETE on a table where that is right,
-- so that what must never change (captures, versions, assessments, decisions, audit) cannot be changed by omission.
--
-- On the private server the roles are there already and this runs as aw_owner. On a server of the user's own it runs
-- as the URL's user, who needs CREATEROLE and CREATE on the database, unless an administrator made both roles.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'aw_owner') THEN
    CREATE ROLE aw_owner NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'aw_app') THEN
    CREATE ROLE aw_app NOLOGIN;
  END IF;
  IF current_user <> 'aw_owner' THEN
    IF NOT pg_has_role(current_user, 'aw_owner', 'MEMBER') THEN
      EXECUTE format('GRANT aw_owner TO %I', current_user);
    END IF;
    IF NOT pg_has_role(current_user, 'aw_app', 'MEMBER') THEN
      EXECUTE format('GRANT aw_app TO %I', current_user);
    END IF;
    -- aw_owner makes schemas and trusted extensions.
    EXECUTE format('GRANT CREATE ON DATABASE %I TO aw_owner', current_database());
  END IF;
END
$$;

SET LOCAL ROLE aw_owner;

CREATE SCHEMA agencywatch;
COMMENT ON SCHEMA agencywatch IS 'Everything of agencywatch; first in the search path of its connections.';
GRANT USAGE ON SCHEMA agencywatch TO aw_app;

ALTER DEFAULT PRIVILEGES IN SCHEMA agencywatch GRANT SELECT, INSERT ON TABLES TO aw_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA agencywatch GRANT USAGE, SELECT ON SEQUENCES TO aw_app;

CREATE TABLE agencywatch.schema_migration (
  name       text PRIMARY KEY,
  sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  applied_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE agencywatch.schema_migration IS
  'One migration file that was applied, with the checksum of its bytes. Written by the migrations only.';
REVOKE INSERT ON agencywatch.schema_migration FROM aw_app;
