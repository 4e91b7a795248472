-- Since when and why the files of a job's result are kept whatever their age; null while they are not pinned.
ALTER TABLE jobs
    ADD COLUMN pinned_since timestamptz,
    ADD COLUMN pin_reason text;
