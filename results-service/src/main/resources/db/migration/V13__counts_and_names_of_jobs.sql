-- A service that is still writing would add jobs that are not counted.
LOCK TABLE jobs IN SHARE ROW EXCLUSIVE MODE;

-- How many jobs there are of each state and family; it follows from the jobs.
CREATE TABLE job_counts (
    state  text   NOT NULL,
    family text   NOT NULL,
    jobs   bigint NOT NULL,
    PRIMARY KEY (state, family)
);
INSERT INTO job_counts
SELECT state, family, count(*) FROM jobs GROUP BY state, family;

-- In the order of the list of jobs.
DROP INDEX jobs_by_state;
CREATE INDEX jobs_by_state ON jobs (state, family, queued_at DESC NULLS LAST, id);

-- Longer ones do not fit into an index, and were never accepted.
UPDATE jobs SET name = left(name, 200) WHERE length(name) > 200;
-- In the order of names; a search for a part of a name goes through it instead of the jobs.
CREATE INDEX jobs_by_name ON jobs (name, id);

-- What is read from an index alone is so only where the pages of its table have been vacuumed since they changed.
ALTER TABLE jobs SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.02);
