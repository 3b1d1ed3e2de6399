-- Who took a list in, and two kinds of contact that lists give beside phones and addresses.

ALTER TABLE register_snapshot ADD COLUMN imported_by text NOT NULL DEFAULT '';
COMMENT ON COLUMN register_snapshot.imported_by IS
  'Who imported it, as the operating system names them; scan for the nightly scan; empty where it was not kept.';

ALTER TABLE enterprise_contact DROP CONSTRAINT enterprise_contact_kind_check;
ALTER TABLE enterprise_contact ADD CONSTRAINT enterprise_contact_kind_check
  CHECK (kind IN ('phone', 'address', 'website', 'email', 'branch', 'account'));
