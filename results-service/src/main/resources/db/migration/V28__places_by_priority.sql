-- The beginning of a queue, for each priority.
CREATE INDEX jobs_waiting ON jobs (family, priority, queued_at NULLS FIRST) WHERE state = 'QUEUED';
