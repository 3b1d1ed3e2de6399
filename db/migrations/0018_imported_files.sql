-- What an import takes in without a web address hangs on the file that it came from.
ALTER TABLE url
  ALTER COLUMN origin_id DROP NOT NULL,
  ADD CHECK ((origin_id IS NULL) = starts_with(url, 'file:')),
  ADD CHECK (origin_id IS NOT NULL OR due_at IS NULL);
COMMENT ON COLUMN url.origin_id IS 'NULL for a file that was imported: nobody is asked for it.';
