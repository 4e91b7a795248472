-- What readers read: the service's own queries, Grafana, people. The tables may change; these names and columns stay.
-- Accuracies are fractions from 0 to 1, losses are in nats, times are in seconds.
DROP VIEW IF EXISTS dataset_list;
DROP VIEW IF EXISTS rejection_list;
DROP VIEW IF EXISTS study_table;
DROP VIEW IF EXISTS study_members;
DROP VIEW IF EXISTS latest_studies;
DROP VIEW IF EXISTS metric_values;
DROP VIEW IF EXISTS learning_curves;
DROP VIEW IF EXISTS attempt_list;
DROP VIEW IF EXISTS set_aside_records;
DROP VIEW IF EXISTS job_list;
DROP VIEW IF EXISTS job_priorities;

-- A study as it was last requested, and as it is labelled.
CREATE VIEW latest_studies AS
SELECT s.id, s.submission, coalesce(l.name, s.name) AS name, s.description, s.objective, s.direction, s.baseline, s.accepted_at,
       s.log_partition, s.log_offset, coalesce(l.notes, '') AS notes, coalesce(l.tags, '{}') AS tags,
       coalesce(l.archived, false) AS archived, l.edited_at, l.edited_by, l.edit_record
  FROM (SELECT DISTINCT ON (id)
               id, submission, name, description, objective, direction, baseline, accepted_at, log_partition, log_offset
          FROM studies
         ORDER BY id, accepted_at DESC, submission DESC) s
  LEFT JOIN study_labels l ON l.study = s.id;

-- How urgent a job is: the greatest priority with which studies and submissions have requested it since it last ended, each by
-- its latest request; where none has, that of its latest queueing. A request that was cancelled counts until the job ends.
CREATE VIEW job_priorities AS
SELECT j.id AS job,
       coalesce((SELECT m.priority
                   FROM study_jobs m
                  WHERE m.job = j.id AND m.round >= j.requested_round AND m.disposition <> 'REUSED'
                    AND m.submission = coalesce((SELECT s.submission
                                                   FROM studies s
                                                  WHERE s.id = m.study
                                                  ORDER BY s.accepted_at DESC, s.submission DESC
                                                  LIMIT 1), m.submission)
                  ORDER BY array_position('{high,normal,low}'::text[], m.priority)
                  LIMIT 1), j.priority) AS priority
  FROM jobs j;

-- One row for each job, with its latest study and its latest epoch. Somebody may have requested it under other names than
-- the first; the label distinguishes jobs of one name.
CREATE VIEW job_list AS
SELECT j.id, j.name, coalesce(nullif(j.name, ''), 'job') || ' ' || left(j.id, 8) AS label,
       ARRAY(SELECT m.name FROM study_jobs m WHERE m.job = j.id AND m.name <> j.name
              UNION SELECT j.submitted_name WHERE j.submitted_name <> j.name ORDER BY 1 LIMIT 100) AS other_names,
       ARRAY(SELECT unnest(j.tags) UNION SELECT unnest(m.tags) FROM study_jobs m WHERE m.job = j.id AND j.edited_tags IS NULL
              ORDER BY 1 LIMIT 100) AS tags,
       coalesce(j.notes, '') AS notes, j.archived, j.edited_at, j.edited_by, j.edit_record,
       j.family, j.seed, j.state, (SELECT p.priority FROM job_priorities p WHERE p.job = j.id) AS priority, j.owner, j.request, j.submission, j.round, j.dataset_key, j.dataset_digest,
       (SELECT m.study
          FROM study_jobs m
          JOIN studies s ON s.id = m.study AND s.submission = m.submission
         WHERE m.job = j.id
         ORDER BY s.accepted_at DESC, s.submission DESC
         LIMIT 1) AS study,
       coalesce((SELECT max(a.number) FROM attempts a WHERE a.job = j.id), 0) AS attempt,
       j.queued_at, j.started_at,
       CASE WHEN j.state IN ('COMPLETED', 'FAILED', 'CANCELLED') THEN j.ended_at END AS ended_at,
       CASE WHEN j.state = 'FAILED' THEN j.failure_kind END AS failure_kind,
       -- Why it failed, was cancelled or paused, or waits again.
       CASE WHEN j.state IN ('FAILED', 'CANCELLED') THEN j.reason
            WHEN j.waiting_kind = 'preempted' THEN 'A more urgent job took its trainer; the job waits again'
            WHEN j.state IN ('QUEUED', 'PAUSED') OR j.restoration_state IN ('QUEUED', 'PAUSED')
            THEN j.waiting_reason END AS reason,
       j.waiting_kind, j.waiting_trainer, j.waiting_since,
       j.result_attempt, j.epochs_trained, j.best_epoch, j.tested_epoch, j.test_accuracy, j.test_loss,
       j.calibration_error, j.confusion, j.class_scores, j.reliability, j.mistakes, j.model_path, j.model_sha256, j.parameters, j.artifacts,
       j.training_seconds, j.artifacts_deleted_at, j.artifacts_deleted_bytes, j.artifacts_deleted_reason,
       j.restoration_submission, j.restoration_state, j.restoration_epoch, j.restoration_reason, j.restoration_at,
       -- Without a reason, which may be empty, it is since when the files are no longer pinned.
       CASE WHEN j.pin_reason IS NOT NULL THEN j.pinned_since END AS pinned_since, j.pin_reason,
       j.epochs_requested, j.forked_from, j.forked_epoch, j.extends_job, j.extends_epoch,
       e.epoch, e.metrics, j.test_metrics,
       (e.metrics->>'train.loss')::double precision AS train_loss,
       (e.metrics->>'train.accuracy')::double precision AS train_accuracy,
       (e.metrics->>'validation.loss')::double precision AS validation_loss,
       (e.metrics->>'validation.accuracy')::double precision AS validation_accuracy,
       e.samples_per_second, e.seconds AS epoch_seconds, e.completed_at AS epoch_completed_at,
       j.log_partition, j.log_offset
  FROM jobs j
  JOIN latest_epochs e ON e.job = j.id;

-- An attempt that neither ended nor runs was lost. One that is current and has an end was cancelled in an older round.
CREATE VIEW attempt_list AS
SELECT a.job, a.number, a.run,
       CASE WHEN a.state = 'RUNNING' AND a.ended_at IS NOT NULL THEN 'CANCELLED'
            WHEN a.state = 'RUNNING' AND j.state <> 'RUNNING' AND j.restoration_state IS DISTINCT FROM 'RUNNING'
            THEN 'LOST' ELSE a.state END AS state,
       a.resumed_from_run, a.resumed_from_epoch, a.environment, a.started_at, a.ended_at
  FROM attempts a
  JOIN jobs j ON j.id = a.job;

-- What was refused and why. Violations are objects of field, value and what was expected.
CREATE VIEW rejection_list AS
SELECT id, origin_partition, origin_offset, reason, violations, excerpt, answered_at
  FROM submissions
 WHERE NOT accepted;

-- Records of any topic that were set aside. Those of the topic of logs are read by this service itself, and not in the log.
CREATE VIEW set_aside_records AS
SELECT topic, record_partition, record_offset, key, type, kind, reason, excerpt, time
  FROM dead_letters
 UNION ALL
SELECT topic, record_partition, record_offset, key, type, kind, reason, excerpt, time
  FROM job_log_dead_letters;

CREATE VIEW dataset_list AS
SELECT key, name, version, digest, published_at
  FROM datasets;

CREATE VIEW learning_curves AS
SELECT e.job, j.name, coalesce(nullif(j.name, ''), 'job') || ' ' || left(j.id, 8) AS label, j.family, j.seed, e.epoch, e.epochs, e.attempt, e.metrics,
       (e.metrics->>'train.loss')::double precision AS train_loss,
       (e.metrics->>'train.accuracy')::double precision AS train_accuracy,
       (e.metrics->>'validation.loss')::double precision AS validation_loss,
       (e.metrics->>'validation.accuracy')::double precision AS validation_accuracy,
       e.learning_rate, e.samples_per_second, e.seconds, e.gradient_norm,
       e.data_wait_share, e.peak_memory_bytes, e.completed_at, e.log_partition, e.log_offset
  FROM epochs e
  JOIN jobs j ON j.id = e.job;

-- One row for each metric of each epoch, by the metric's name. A query that names jobs is quick; one that does not reads
-- every epoch there is.
CREATE VIEW metric_values AS
SELECT e.job, j.name, coalesce(nullif(j.name, ''), 'job') || ' ' || left(j.id, 8) AS label, j.family, j.seed, e.epoch,
       e.completed_at, m.key AS metric, m.value::double precision AS value
  FROM epochs e
  JOIN jobs j ON j.id = e.job
 CROSS JOIN LATERAL json_each_text(e.metrics) m;

-- The jobs of each study as it was last requested, with what they achieved. Training and validation are taken at the
-- epoch whose weights were tested.
--
-- The jobs of a variant differ in nothing but the seed. Studies of earlier versions could have jobs of other requests under
-- one name: each request is a variant of its own then, numbered in the order of the jobs. The request is compared as JSON
-- without what identifies no result; its escapes go, as jsonb refuses some of them.
--
-- A job has diverged where it failed for that, or where it completed in an earlier version although a loss is not finite.
-- Counted are completed jobs that have not, each training once: of the jobs with the same weights the first.
CREATE VIEW study_members AS
WITH members AS (
    SELECT s.id AS study, s.name AS study_name, m.number, m.experiment, m.variant, m.seed, m.family, m.job, m.disposition,
           m.published_metric, m.published_values, m.tolerance, coalesce(j.state, 'QUEUED') AS state,
           coalesce((SELECT p.priority FROM job_priorities p WHERE p.job = m.job), m.priority) AS priority, j.owner, j.test_accuracy, j.test_loss, j.tested_epoch,
           (e.metrics->>'train.loss')::double precision AS train_loss,
           (e.metrics->>'train.accuracy')::double precision AS train_accuracy,
           (e.metrics->>'validation.loss')::double precision AS validation_loss,
           (e.metrics->>'validation.accuracy')::double precision AS validation_accuracy,
           coalesce(m.objective, s.objective) AS objective, coalesce(m.direction, s.direction) AS direction,
           (e.metrics->>coalesce(m.objective, s.objective))::double precision AS objective_value,
           coalesce(j.test_metrics->>m.published_metric, e.metrics->>m.published_metric)::double precision AS compared_value,
           md5((regexp_replace(j.request::text, '\\.', '', 'g')::jsonb - '{seed,name,tags,priority,runtime}'::text[])::text)
               AS configuration,
           j.model_sha256 AS weights,
           CASE j.state
                WHEN 'FAILED' THEN coalesce(j.failure_kind = 'diverged', false)
                WHEN 'COMPLETED' THEN coalesce(j.test_loss IN ('NaN', 'Infinity', '-Infinity'), false)
                    OR e.job IS NOT NULL AND (e.metrics->>'train.loss' IS NULL OR e.metrics->>'validation.loss' IS NULL)
                ELSE false END AS diverged
      FROM latest_studies s
      JOIN study_jobs m ON m.study = s.id AND m.submission = s.submission
      LEFT JOIN jobs j ON j.id = m.job
      LEFT JOIN epochs e ON e.job = m.job AND e.epoch = j.tested_epoch
), numbered AS (
    SELECT *,
           min(number) OVER (PARTITION BY study, experiment, variant, configuration) AS first_number,
           min(configuration) OVER (PARTITION BY study, experiment, variant)
               <> max(configuration) OVER (PARTITION BY study, experiment, variant) AS several,
           row_number() OVER (PARTITION BY study, experiment, variant, configuration, state, diverged, weights
                              ORDER BY number) AS occurrence
      FROM members
)
SELECT study, study_name, number, experiment,
       variant || CASE WHEN several
                       THEN ' (configuration ' || dense_rank() OVER (PARTITION BY study, experiment, variant
                                                                     ORDER BY first_number) || ')'
                       ELSE '' END AS variant,
       seed, family, job, disposition, published_metric, published_values, tolerance, state, priority, owner, test_accuracy, test_loss,
       tested_epoch, train_loss, train_accuracy, validation_loss, validation_accuracy, objective, direction, objective_value,
       compared_value, diverged,
       state = 'COMPLETED' AND NOT diverged AND occurrence = 1 AS counted
  FROM numbered;

-- Each variant over its seeds: mean and sample standard deviation of the counted jobs, and the published figures.
-- Published figures, and the columns named percent, are the metric times published_scale: 100 for a fraction, else 1. The
-- placeholder comes from the catalogue of metrics. Nothing is compared where a counted job lacks the metric. Reproduced means
-- that every job completed, none diverged, and the mean lies between the least and the greatest published figure, give or
-- take the tolerance.
CREATE VIEW study_table AS
WITH variants AS (
    SELECT study, study_name, experiment, variant, min(number) AS number,
           count(*) AS jobs,
           count(*) FILTER (WHERE state = 'COMPLETED') AS completed,
           count(*) FILTER (WHERE counted) AS counted,
           count(*) FILTER (WHERE diverged) AS diverged,
           count(*) FILTER (WHERE state IN ('FAILED', 'CANCELLED')) AS ended_without_result,
           avg(test_accuracy ORDER BY number) FILTER (WHERE counted) AS test_accuracy_mean,
           stddev_samp(test_accuracy ORDER BY number) FILTER (WHERE counted) AS test_accuracy_sd,
           avg(test_loss ORDER BY number) FILTER (WHERE counted) AS test_loss_mean,
           stddev_samp(test_loss ORDER BY number) FILTER (WHERE counted) AS test_loss_sd,
           avg(validation_accuracy ORDER BY number) FILTER (WHERE counted) AS validation_accuracy_mean,
           stddev_samp(validation_accuracy ORDER BY number) FILTER (WHERE counted) AS validation_accuracy_sd,
           avg(validation_loss ORDER BY number) FILTER (WHERE counted) AS validation_loss_mean,
           stddev_samp(validation_loss ORDER BY number) FILTER (WHERE counted) AS validation_loss_sd,
           avg(train_accuracy ORDER BY number) FILTER (WHERE counted) AS train_accuracy_mean,
           stddev_samp(train_accuracy ORDER BY number) FILTER (WHERE counted) AS train_accuracy_sd,
           avg(train_loss ORDER BY number) FILTER (WHERE counted) AS train_loss_mean,
           stddev_samp(train_loss ORDER BY number) FILTER (WHERE counted) AS train_loss_sd,
           min(objective) AS objective, min(direction) AS direction, avg(objective_value ORDER BY number) FILTER (WHERE counted) AS objective_value_mean,
           stddev_samp(objective_value ORDER BY number) FILTER (WHERE counted) AS objective_value_sd,
           avg(compared_value ORDER BY number) FILTER (WHERE counted) AS compared_mean,
           count(compared_value) FILTER (WHERE counted) AS compared,
           min(published_metric) AS published_metric, min(published_values) AS published_values,
           min(tolerance) AS tolerance
      FROM study_members
     GROUP BY study, study_name, experiment, variant
), scaled AS (
    SELECT *, CASE WHEN published_metric IN (${fractions}) THEN 100 ELSE 1 END AS published_scale
      FROM variants
), measured AS (
    SELECT *,
           CASE WHEN compared = counted THEN published_scale * compared_mean END AS measured_percent,
           (SELECT min(v) FROM unnest(published_values) v) - tolerance AS least_percent,
           (SELECT max(v) FROM unnest(published_values) v) + tolerance AS greatest_percent
      FROM scaled
)
SELECT *,
       CASE WHEN completed = jobs AND diverged = 0 AND measured_percent IS NOT NULL
            THEN measured_percent BETWEEN least_percent AND greatest_percent END AS reproduced
  FROM measured;

-- Whoever may connect to the database reads these views and nothing else: dashboards and people need no right to a table.
GRANT SELECT ON latest_studies, job_priorities, job_list, attempt_list, learning_curves, metric_values, study_members, study_table, rejection_list,
    dataset_list TO PUBLIC;
