-- Metrics by their names, as events carry them: a metric that is measured tomorrow needs no column. A value that is not
-- finite is not there. The columns that some of them had go, and with them the views, which are made again after this.
DROP VIEW IF EXISTS dataset_list, rejection_list, study_table, study_members, latest_studies, learning_curves,
    attempt_list, job_list CASCADE;

CREATE FUNCTION pg_temp.finite(value double precision) RETURNS double precision LANGUAGE sql AS
    $$ SELECT nullif(nullif(nullif(value, 'NaN'), 'Infinity'), '-Infinity') $$;

ALTER TABLE epochs ADD COLUMN metrics json;
UPDATE epochs
   SET metrics = json_strip_nulls(json_build_object(
           'train.accuracy', pg_temp.finite(train_accuracy), 'train.loss', pg_temp.finite(train_loss),
           'validation.accuracy', pg_temp.finite(validation_accuracy),
           'validation.loss', pg_temp.finite(validation_loss)));
ALTER TABLE epochs
    ALTER COLUMN metrics SET NOT NULL,
    DROP CONSTRAINT epochs_pkey,
    ADD PRIMARY KEY (job, epoch),
    DROP COLUMN train_loss,
    DROP COLUMN train_accuracy,
    DROP COLUMN validation_loss,
    DROP COLUMN validation_accuracy;

ALTER TABLE jobs ADD COLUMN test_metrics json;
UPDATE jobs
   SET test_metrics = json_strip_nulls(json_build_object(
           'test.accuracy', pg_temp.finite(test_accuracy), 'test.calibrationError', pg_temp.finite(calibration_error),
           'test.loss', pg_temp.finite(test_loss)))
 WHERE result_attempt IS NOT NULL;

-- The latest epoch of every job, which every list of jobs shows; 0 where the job has none. It follows from the epochs.
CREATE TABLE latest_epochs (
    job                text    PRIMARY KEY,
    epoch              integer NOT NULL,
    metrics            json,
    samples_per_second double precision,
    seconds            double precision,
    completed_at       timestamptz
);
INSERT INTO latest_epochs
SELECT j.id, coalesce(e.epoch, 0), e.metrics, e.samples_per_second, e.seconds, e.completed_at
  FROM jobs j
  LEFT JOIN LATERAL (SELECT * FROM epochs x WHERE x.job = j.id ORDER BY x.epoch DESC LIMIT 1) e ON true;
CREATE INDEX latest_epochs_by_validation_accuracy
    ON latest_epochs (((metrics->>'validation.accuracy')::double precision) DESC NULLS LAST, job);
CREATE INDEX jobs_by_family ON jobs (family, queued_at DESC NULLS LAST, id);
CREATE INDEX jobs_by_test_accuracy ON jobs (test_accuracy DESC NULLS LAST, id);
