-- Copying evidence, purging the spool and checking files ask by file and by what a capture confirms.
CREATE INDEX capture_at_file ON capture_at (warc_file_id);
CREATE INDEX capture_revisit ON capture (revisit_of) WHERE revisit_of IS NOT NULL;
