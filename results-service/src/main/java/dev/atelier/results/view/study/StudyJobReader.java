package dev.atelier.results.view.study;

import dev.atelier.results.sql.Sql;
import dev.atelier.results.view.Listing;
import dev.atelier.results.view.Part;
import dev.atelier.results.view.Reading;
import jakarta.inject.Singleton;

/** Reads the jobs of a study as it was last requested, and how far they have come. */
@Singleton
public final class StudyJobReader {
    private static final String JOBS = """
            SELECT m.number, m.experiment, m.variant, m.seed, m.family, m.job,
                   CASE WHEN j.state = 'PAUSED' AND j.waiting_kind IN ('preempted', 'overtaken') THEN 'QUEUED'
                        ELSE coalesce(j.state, 'QUEUED') END AS state,
                   coalesce(l.epoch, 0) AS epoch, j.epochs_requested AS epochs, l.seconds AS epoch_seconds,
                   (l.metrics->>'validation.accuracy')::double precision AS validation_accuracy, j.test_accuracy,
                   j.training_seconds, j.started_at,
                   CASE WHEN j.state IN ('COMPLETED', 'FAILED', 'CANCELLED') THEN j.ended_at END AS ended_at,
                   ARRAY(SELECT a->>'name' FROM json_array_elements(
                                CASE WHEN j.artifacts_deleted_at IS NULL THEN j.artifacts END) a) AS files
              FROM latest_studies s
              JOIN study_jobs m ON m.study = s.id AND m.submission = s.submission
              LEFT JOIN jobs j ON j.id = m.job
              LEFT JOIN latest_epochs l ON l.job = m.job
             WHERE s.id = ?""";

    /**
     * What several members have is trained once, and of a job that has ended nothing is left, however far it came. An epoch of a
     * job without one is taken to last as long as those of the others of its family do on average. Where a
     * family has none, nothing is estimated: its jobs may take the most.
     */
    private static final String PROGRESS = """
            WITH members AS (
                SELECT *, avg(epoch_seconds) OVER (PARTITION BY family) AS usual_seconds,
                       state IN ('COMPLETED', 'FAILED', 'CANCELLED') AS has_ended,
                       state IN ('QUEUED', 'RUNNING') AS goes_on,
                       row_number() OVER (PARTITION BY job ORDER BY number) = 1 AS is_first
                  FROM (%s) jobs
            )
            SELECT coalesce(sum(CASE WHEN has_ended THEN epoch ELSE epochs END) FILTER (WHERE is_first), 0) AS epochs,
                   coalesce(sum(epoch) FILTER (WHERE is_first), 0) AS epochs_done,
                   count(*) FILTER (WHERE state = 'QUEUED') AS queued,
                   count(*) FILTER (WHERE state = 'RUNNING') AS running,
                   count(*) FILTER (WHERE state = 'PAUSED') AS paused,
                   count(*) FILTER (WHERE state = 'COMPLETED') AS completed,
                   count(*) FILTER (WHERE state = 'FAILED') AS failed,
                   count(*) FILTER (WHERE state = 'CANCELLED') AS cancelled,
                   CASE WHEN bool_and(coalesce(epoch_seconds, usual_seconds) IS NOT NULL) FILTER (WHERE goes_on)
                        THEN sum((epochs - epoch) * coalesce(epoch_seconds, usual_seconds))
                                 FILTER (WHERE goes_on AND is_first)
                             / greatest(count(*) FILTER (WHERE state = 'RUNNING' AND is_first), 1) END AS seconds_left
              FROM members""".formatted(JOBS);

    private final Reading reading;

    public StudyJobReader(Reading reading) {
        this.reading = reading;
    }

    /** The jobs of a study in its order; none where there is no such study. */
    public Listing<StudyJob> list(String study, Part part) {
        return reading.read(connection -> new Listing<>(
                Sql.list(
                        connection,
                        JOBS + " ORDER BY m.number LIMIT ? OFFSET ?",
                        StudyJob.class,
                        study,
                        part.limit(),
                        part.offset()),
                Sql.count(connection, "SELECT count(*) FROM (" + JOBS + ") jobs", study)));
    }

    /** How far a study has come. */
    public StudyProgress progress(String study) {
        return reading.read(connection -> Sql.one(connection, PROGRESS, StudyProgress.class, study)
                .orElseThrow(() -> new IllegalStateException("an aggregate has one row")));
    }
}
