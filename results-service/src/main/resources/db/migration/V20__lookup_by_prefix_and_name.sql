-- The beginning of an id is looked up byte by byte, whatever the database's collation is.
CREATE INDEX jobs_by_id_prefix ON jobs (id text_pattern_ops);
CREATE INDEX studies_by_id_prefix ON studies (id text_pattern_ops);
CREATE INDEX studies_by_name ON studies (lower(left(name, 200)), accepted_at DESC);
