-- The licence register on two time axes. `valid` is when something held in the world (legal days, UTC+7);
-- `known` is when we held it to be true. A correction closes `known` of the old row and adds a new one,
-- so that both questions can be answered: what was known then, and what is known now.

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE enterprise (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tax_code text UNIQUE CHECK (tax_code ~ '^[0-9]{10}([0-9]{3})?$')
);
COMMENT ON TABLE enterprise IS 'A firm that holds or held a licence. Written by register imports; never deleted.';

CREATE TABLE register_snapshot (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source       text NOT NULL CHECK (source <> ''),
  published_on date,
  retrieved_at timestamptz NOT NULL,
  confirmed_at timestamptz NOT NULL,
  known_from   timestamptz NOT NULL UNIQUE,
  sha256       sha256_hex NOT NULL,
  licences     integer NOT NULL CHECK (licences >= 0),
  by_id        bigint
);
COMMENT ON TABLE register_snapshot IS
  'One import of a published list that differed from what was known. Written by register imports.';
COMMENT ON COLUMN register_snapshot.confirmed_at IS 'When the same list was last retrieved unchanged.';
COMMENT ON COLUMN register_snapshot.by_id IS 'The user who imported it; NULL for the nightly scan and the command line.';

CREATE TABLE licence (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  enterprise_id bigint NOT NULL REFERENCES enterprise,
  serial        text NOT NULL CHECK (serial <> ''),
  issuer        text NOT NULL,
  raw           text NOT NULL,
  norm          text UNIQUE,
  reissued_from bigint REFERENCES licence CHECK (reissued_from <> id),
  in_force_from date,
  UNIQUE (issuer, serial)
);
CREATE INDEX licence_enterprise ON licence (enterprise_id);
CREATE INDEX licence_reissued_from ON licence (reissued_from);
COMMENT ON TABLE licence IS 'One licence number. Written by register imports.';
COMMENT ON COLUMN licence.issuer IS 'LDTBXH, BNV, SLDTBXH …; empty when the number could not be read, serial then tells them apart.';
COMMENT ON COLUMN licence.norm IS 'The normalised number (3224/LDTBXH-GP); NULL when it could not be read.';
COMMENT ON COLUMN licence.in_force_from IS
  'Of a re-issued licence, its first day: on earlier days the former number''s states count. NULL: since ever.';

CREATE TABLE licence_row (
  licence_id  bigint NOT NULL REFERENCES licence,
  rows        jsonb NOT NULL,
  known       tstzrange NOT NULL CHECK (NOT isempty(known)),
  snapshot_id bigint NOT NULL REFERENCES register_snapshot,
  EXCLUDE USING gist (licence_id WITH =, known WITH &&)
);
COMMENT ON TABLE licence_row IS
  'What a list said of a licence, as published, from the snapshot that said it until one that said otherwise or no longer '
  'named it. Written by register imports.';

CREATE TABLE licence_state (
  licence_id  bigint NOT NULL REFERENCES licence,
  market      text NOT NULL CHECK (market = '*' OR market ~ '^[A-Z]{2}$'),
  activity    text NOT NULL DEFAULT '*' CHECK (activity <> ''),
  status      text NOT NULL CHECK (status IN ('active', 'suspended', 'revoked', 'returned', 'expired')),
  valid       daterange NOT NULL CHECK (NOT isempty(valid)),
  known       tstzrange NOT NULL CHECK (NOT isempty(known)),
  snapshot_id bigint NOT NULL REFERENCES register_snapshot,
  decision_no text,
  EXCLUDE USING gist (licence_id WITH =, market WITH =, activity WITH =, valid WITH &&, known WITH &&)
);
COMMENT ON TABLE licence_state IS
  'The status of a licence in a market (* = every market) over days and over our knowledge. Written by register imports.';

CREATE TABLE enterprise_name (
  enterprise_id bigint NOT NULL REFERENCES enterprise,
  kind          text NOT NULL CHECK (kind IN ('full', 'english', 'short')),
  value         text NOT NULL CHECK (value <> ''),
  norm          text NOT NULL,
  valid         daterange NOT NULL CHECK (NOT isempty(valid)),
  known         tstzrange NOT NULL CHECK (NOT isempty(known)),
  snapshot_id   bigint NOT NULL REFERENCES register_snapshot,
  EXCLUDE USING gist (enterprise_id WITH =, kind WITH =, value WITH =, valid WITH &&, known WITH &&)
);
CREATE INDEX enterprise_name_norm ON enterprise_name (norm);
COMMENT ON TABLE enterprise_name IS 'A name that a list gives an enterprise. Written by register imports.';

CREATE TABLE enterprise_contact (
  enterprise_id bigint NOT NULL REFERENCES enterprise,
  kind          text NOT NULL CHECK (kind IN ('phone', 'address', 'website', 'email')),
  value         text NOT NULL CHECK (value <> ''),
  norm          text NOT NULL,
  valid         daterange NOT NULL CHECK (NOT isempty(valid)),
  known         tstzrange NOT NULL CHECK (NOT isempty(known)),
  snapshot_id   bigint NOT NULL REFERENCES register_snapshot,
  EXCLUDE USING gist (enterprise_id WITH =, kind WITH =, value WITH =, valid WITH &&, known WITH &&)
);
CREATE INDEX enterprise_contact_norm ON enterprise_contact (kind, norm);
COMMENT ON TABLE enterprise_contact IS 'A contact that a list gives an enterprise. Written by register imports.';

GRANT SELECT, INSERT, UPDATE ON enterprise, register_snapshot, licence TO aw_app;
-- Of what was once known, only the end of `known` may be set.
GRANT SELECT, INSERT, UPDATE (known) ON licence_row, licence_state, enterprise_name, enterprise_contact TO aw_app;
