-- Two lists may name one licence, the ministry's and a province's. What each says is kept side by side.
ALTER TABLE licence_row ADD COLUMN source text;
UPDATE licence_row r SET source = s.source FROM register_snapshot s WHERE s.id = r.snapshot_id;
ALTER TABLE licence_row
  ALTER COLUMN source SET NOT NULL,
  DROP CONSTRAINT licence_row_licence_id_known_excl,
  ADD EXCLUDE USING gist (licence_id WITH =, source WITH =, known WITH &&);
COMMENT ON COLUMN licence_row.source IS 'Whose list: that of the snapshot.';
