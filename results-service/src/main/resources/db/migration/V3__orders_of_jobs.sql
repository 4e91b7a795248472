-- Jobs that nobody has told when they were queued come last wherever they are listed; an index in any other order is of no
-- use there.
DROP INDEX jobs_by_queueing;
CREATE INDEX jobs_by_queueing ON jobs (queued_at DESC NULLS LAST, id);

-- The latest validation accuracy of every job can be had from the index alone.
ALTER TABLE epochs
    DROP CONSTRAINT epochs_pkey,
    ADD PRIMARY KEY (job, epoch) INCLUDE (validation_accuracy);

-- How many jobs of each family wait, and how long the first has waited, is asked for with every page.
DROP INDEX jobs_by_state;
CREATE INDEX jobs_by_state ON jobs (state, family, queued_at);
