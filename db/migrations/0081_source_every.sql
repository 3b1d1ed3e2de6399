-- How often a source's pages are asked again, so that a scan sees that it was changed and plans them anew.
ALTER TABLE source ADD COLUMN every_seconds bigint CHECK (every_seconds >= 0);
COMMENT ON COLUMN source.every_seconds IS '`every` of sources.yaml; NULL where nothing is asked again.';
