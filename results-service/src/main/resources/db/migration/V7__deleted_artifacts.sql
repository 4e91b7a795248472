-- When and why the files of a job's result were deleted; null while they are there. Older logs have no event of this, so that
-- they come out as before.
ALTER TABLE jobs
    ADD COLUMN artifacts_deleted_at timestamptz,
    ADD COLUMN artifacts_deleted_bytes bigint,
    ADD COLUMN artifacts_deleted_reason text;
