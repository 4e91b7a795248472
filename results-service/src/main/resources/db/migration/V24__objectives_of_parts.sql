-- What the study that declares a job's variant chooses by. Of rows that are older it is that of the study as a whole, until a
-- rebuild.
ALTER TABLE study_jobs
    ADD COLUMN objective text,
    ADD COLUMN direction text;
