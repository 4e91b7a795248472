-- A search for a part of a name reads every name. Names in lower case in the index make it four times as fast as
-- converting each name.
ALTER TABLE jobs ADD COLUMN name_lower text GENERATED ALWAYS AS (lower(left(name, 200))) STORED;
CREATE INDEX jobs_by_name_lower ON jobs (name_lower, id);
ALTER TABLE study_jobs ADD COLUMN name_lower text GENERATED ALWAYS AS (lower(left(name, 200))) STORED;
CREATE INDEX study_jobs_by_name_lower ON study_jobs (name_lower, job);

CREATE INDEX jobs_by_training_seconds ON jobs (training_seconds DESC NULLS LAST, id);
