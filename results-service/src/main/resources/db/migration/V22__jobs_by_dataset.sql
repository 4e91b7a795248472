-- The jobs of a dataset, in the order of the list of jobs.
CREATE INDEX jobs_by_dataset ON jobs (dataset_key, archived, queued_at DESC NULLS LAST, id);
