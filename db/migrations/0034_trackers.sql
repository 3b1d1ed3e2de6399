-- Ids of statistics and advertising accounts (fields ->> 'trackers'): who else reports to the same one?
CREATE INDEX posting_version_trackers ON posting_version USING gin ((fields -> 'trackers')) WHERE fields ? 'trackers';
