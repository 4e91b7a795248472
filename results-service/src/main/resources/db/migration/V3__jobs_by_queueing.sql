-- Jobs that nobody has told when they were queued come last wherever they are listed; an index in any other order is of no
-- use there.
DROP INDEX jobs_by_queueing;
CREATE INDEX jobs_by_queueing ON jobs (queued_at DESC NULLS LAST, id);
