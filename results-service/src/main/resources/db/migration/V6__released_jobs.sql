-- Why a job waits that a trainer gave back, and since when; null while it does not wait for that. Only trainers that tell of
-- releases fill these, so that a rebuild of an older log changes nothing.
ALTER TABLE jobs
    ADD COLUMN waiting_trainer text,
    ADD COLUMN waiting_kind text,
    ADD COLUMN waiting_reason text,
    ADD COLUMN waiting_since timestamptz;
