-- The job that a job is forked from, and the completed job that it extends, with the epoch after which it is taken over.
ALTER TABLE jobs
    ADD COLUMN forked_from text,
    ADD COLUMN forked_epoch integer,
    ADD COLUMN extends_job text,
    ADD COLUMN extends_epoch integer;
CREATE INDEX jobs_by_forked_from ON jobs (forked_from, queued_at DESC NULLS LAST, id) WHERE forked_from IS NOT NULL;
CREATE INDEX jobs_by_extends_job ON jobs (extends_job, queued_at DESC NULLS LAST, id) WHERE extends_job IS NOT NULL;
