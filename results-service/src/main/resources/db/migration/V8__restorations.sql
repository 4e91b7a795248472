-- How a completed job fares, or fared, that is trained again to restore the files of its result; null where it never was. What
-- else stands in its row is what it was before.
ALTER TABLE jobs
    ADD COLUMN restoration_submission text,
    ADD COLUMN restoration_state text,
    ADD COLUMN restoration_epoch integer,
    ADD COLUMN restoration_reason text,
    ADD COLUMN restoration_at timestamptz;
