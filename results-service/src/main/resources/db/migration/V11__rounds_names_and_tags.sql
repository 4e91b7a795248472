-- The round of each job that answers a submission, and what the submission calls the job: names and tags belong to the
-- asking. The name is null where the answer was written before answers named their jobs. A tag is kept as name=value.
ALTER TABLE study_jobs ADD COLUMN round integer NOT NULL DEFAULT 0;
ALTER TABLE study_jobs ADD COLUMN name text;
ALTER TABLE study_jobs ADD COLUMN tags text[] NOT NULL DEFAULT '{}';
CREATE INDEX study_jobs_by_tag ON study_jobs USING gin (tags);

-- The tags of the request that the job was first queued with. Those of jobs that are there already are read again from the
-- log by a rebuild.
ALTER TABLE jobs ADD COLUMN tags text[] NOT NULL DEFAULT '{}';
CREATE INDEX jobs_by_tag ON jobs USING gin (tags);
