-- How urgent a job is by its latest queueing, whose trainer time it takes, and the round since which requests of it count: the
-- first one after it last ended. Rows that are older are of normal priority and have no owner, until a rebuild.
ALTER TABLE jobs
    ADD COLUMN priority text NOT NULL DEFAULT 'normal',
    ADD COLUMN owner text,
    ADD COLUMN requested_round integer NOT NULL DEFAULT 0;
CREATE INDEX jobs_by_owner ON jobs (owner, archived, queued_at DESC NULLS LAST, id) WHERE owner IS NOT NULL;
CREATE INDEX jobs_by_priority ON jobs (priority, id) WHERE priority <> 'normal';

-- How urgent a job is to the submission that requests it.
ALTER TABLE study_jobs ADD COLUMN priority text NOT NULL DEFAULT 'normal';
CREATE INDEX study_jobs_by_priority ON study_jobs (priority, job) WHERE priority <> 'normal';
