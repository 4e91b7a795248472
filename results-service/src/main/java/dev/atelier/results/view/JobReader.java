package dev.atelier.results.view;

import dev.atelier.contracts.event.JobCompleted.Artifact;
import dev.atelier.results.sql.Sql;
import dev.atelier.results.store.EpochSample;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.generic.GenericType;

/** Reads jobs, their epochs and their artifacts. */
@Singleton
public final class JobReader {
    /** What a curve as small as those of a list can show. */
    private static final int MOST_LOSSES = 80;

    private static final GenericType<List<Artifact>> ARTIFACTS = new GenericType<>() {};

    private static final String DETAIL = "SELECT " + JobSummary.COLUMNS
            + """
            , notes, edited_at, edited_by, edit_record AS edited_record, request, submission, dataset_digest, failure_kind, waiting_trainer,
              result_attempt, epochs_trained, best_epoch, tested_epoch, calibration_error, confusion,
              class_scores AS classes, reliability, mistakes,
              CASE WHEN model_path IS NOT NULL
                   THEN json_build_object('path', model_path, 'sha256', model_sha256, 'parameters', parameters) END AS model,
              artifacts, artifacts_deleted_at, artifacts_deleted_bytes, artifacts_deleted_reason, restoration_submission,
              restoration_state, restoration_epoch, restoration_reason, restoration_at, pinned_since,
              pin_reason AS pinned_reason,
              j.forked_from AS forked_from_job, j.forked_epoch AS forked_from_epoch,
              coalesce((SELECT p.name FROM jobs p WHERE p.id = j.forked_from), '') AS forked_from_name,
              j.extends_job AS extended_from_job, j.extends_epoch AS extended_from_epoch,
              coalesce((SELECT p.name FROM jobs p WHERE p.id = j.extends_job), '') AS extended_from_name,
              (SELECT coalesce(json_agg(f), '[]')
                 FROM (SELECT id AS job, name, forked_epoch AS epoch FROM jobs WHERE forked_from = j.id
                        ORDER BY queued_at DESC NULLS LAST, id LIMIT %1$d) f) AS forks,
              (SELECT coalesce(json_agg(f), '[]')
                 FROM (SELECT id AS job, name, extends_epoch AS epoch FROM jobs WHERE extends_job = j.id
                        ORDER BY queued_at DESC NULLS LAST, id LIMIT %1$d) f) AS extensions,
              ARRAY(SELECT s.id FROM latest_studies s WHERE s.id IN (SELECT m.study FROM study_jobs m WHERE m.job = j.id)
                     ORDER BY s.accepted_at DESC, s.id LIMIT %2$d) AS studies,
              (SELECT a.environment FROM attempts a WHERE a.job = j.id ORDER BY a.number DESC LIMIT 1) AS environment,
              (SELECT coalesce(json_agg(a ORDER BY a.number), '[]')
                 FROM (SELECT * FROM attempt_list WHERE job = j.id ORDER BY number DESC LIMIT %3$d) a) AS attempts
              FROM job_list j WHERE id = ?""".formatted(JobDetail.MOST_DESCENDANTS, JobDetail.MOST_STUDIES, JobDetail.MOST_ATTEMPTS);

    private final Reading reading;

    public JobReader(Reading reading) {
        this.reading = reading;
    }

    public Listing<JobSummary> list(JobFilter filter) {
        Chosen chosen = Chosen.by(filter);
        return reading.read(connection -> {
            String counted = filter.isCounted()
                    ? "SELECT coalesce(sum(jobs), 0)::bigint FROM job_counts"
                    : "SELECT count(*) FROM jobs";
            long total = Sql.count(
                    connection, counted + chosen.where(), chosen.arguments().toArray());
            List<JobSummary> items = Sql.list(
                    connection,
                    "SELECT " + JobSummary.COLUMNS + " FROM job_list WHERE id IN (" + ids(filter, chosen)
                            + " LIMIT ? OFFSET ?) ORDER BY " + filter.order().sql() + ", id",
                    JobSummary.class,
                    chosen.and(filter.part().limit(), filter.part().offset()));
            return new Listing<>(items, total);
        });
    }

    /** The ids of all jobs that match, whatever part of the list the filter is about, in its order; {@code most} at most. */
    public List<String> ids(JobFilter filter, int most) {
        Chosen chosen = Chosen.by(filter);
        return reading.read(
                connection -> Sql.list(connection, ids(filter, chosen) + " LIMIT ?", String.class, chosen.and(most)));
    }

    /** Those of these jobs that are known, in the order of their ids here. */
    public List<JobSummary> list(List<String> ids) {
        List<JobSummary> known = reading.read(connection -> Sql.list(
                connection,
                "SELECT " + JobSummary.COLUMNS + " FROM job_list WHERE id = ANY (?)",
                JobSummary.class,
                ids));
        Map<String, JobSummary> byId = known.stream().collect(Collectors.toMap(JobSummary::id, Function.identity()));
        return ids.stream().flatMap(id -> Stream.ofNullable(byId.get(id))).toList();
    }

    private static String ids(JobFilter filter, Chosen chosen) {
        return "SELECT id FROM " + filter.order().tables() + chosen.where() + " ORDER BY "
                + filter.order().ofJobs() + ", id";
    }

    /**
     * The jobs that a filter is about, in SQL.
     *
     * @param where a condition on the tables of jobs, with the word before it
     * @param arguments of the condition
     */
    private record Chosen(String where, List<Object> arguments) {
        static Chosen by(JobFilter filter) {
            List<String> conditions = new ArrayList<>(List.of(filter.archived().condition()));
            List<Object> arguments = new ArrayList<>();
            filter.state().ifPresent(state -> {
                conditions.add("state = ?");
                arguments.add(state);
            });
            filter.family().ifPresent(family -> {
                conditions.add("family = ?");
                arguments.add(family);
            });
            filter.priority().ifPresent(priority -> {
                conditions.add("jobs.id IN (SELECT j.id FROM jobs j WHERE j.priority = ?"
                        + " UNION SELECT m.job FROM study_jobs m WHERE m.priority = ?)"
                        + " AND EXISTS (SELECT FROM job_priorities p WHERE p.job = jobs.id AND p.priority = ?)");
                arguments.addAll(List.of(priority, priority, priority));
            });
            filter.owner().ifPresent(owner -> {
                conditions.add("owner = ?");
                arguments.add(owner);
            });
            filter.study().ifPresent(study -> {
                conditions.add("id IN (SELECT job FROM study_jobs WHERE study = ?)");
                arguments.add(study);
            });
            filter.dataset().ifPresent(dataset -> {
                conditions.add(
                        "dataset_key = ANY (ARRAY(SELECT key FROM datasets WHERE datasets.name = ?) || ?::text)");
                arguments.add(dataset);
                arguments.add(dataset);
            });
            filter.name().ifPresent(name -> {
                conditions.add("(position(lower(?) in name_lower) > 0 OR position(lower(?) in submitted_name_lower) > 0"
                        + " OR id IN (SELECT job FROM study_jobs m WHERE position(lower(?) in m.name_lower) > 0))");
                arguments.add(name);
                arguments.add(name);
                arguments.add(name);
            });
            filter.tag().ifPresent(tag -> {
                conditions.add(
                        "(tags @> ARRAY[?]::text[] OR edited_tags IS NULL AND id IN (SELECT job FROM study_jobs m WHERE m.tags @> ARRAY[?]::text[]))");
                arguments.add(tag);
                arguments.add(tag);
            });
            return new Chosen(" WHERE " + String.join(" AND ", conditions), arguments);
        }

        Object[] and(Object... further) {
            return Stream.concat(arguments.stream(), Stream.of(further)).toArray();
        }
    }

    public Optional<JobDetail> find(String id) {
        return reading.read(connection -> Sql.one(connection, DETAIL, JobDetail.class, id));
    }

    /** The epochs of a job after one of them, in order; nothing where there is no such job. */
    public Optional<Listing<EpochPoint>> epochs(String id, int after, int limit) {
        return reading.read(connection -> exists(connection, id)
                ? Optional.of(new Listing<>(
                        Sql.list(
                                connection,
                                "SELECT * FROM learning_curves WHERE job = ? AND epoch > ? ORDER BY epoch LIMIT ?",
                                EpochPoint.class,
                                id,
                                after,
                                limit),
                        Sql.count(connection, "SELECT count(*) FROM epochs WHERE job = ?", id)))
                : Optional.empty());
    }

    /** Names of the metrics that epochs of a job have, in alphabetical order; nothing where there is no such job. */
    public Optional<List<String>> epochMetrics(String id) {
        return reading.read(connection -> exists(connection, id)
                ? Optional.of(Sql.list(
                        connection,
                        "SELECT DISTINCT name FROM epochs e CROSS JOIN LATERAL json_object_keys(e.metrics) name"
                                + " WHERE e.job = ? ORDER BY name",
                        String.class,
                        id))
                : Optional.empty());
    }

    /** The starts of a job in order; nothing where there is no such job. */
    public Optional<Listing<JobDetail.Attempt>> attempts(String id, Part part) {
        return reading.read(connection -> exists(connection, id)
                ? Optional.of(new Listing<>(
                        Sql.list(
                                connection,
                                "SELECT * FROM attempt_list WHERE job = ? ORDER BY number LIMIT ? OFFSET ?",
                                JobDetail.Attempt.class,
                                id,
                                part.limit(),
                                part.offset()),
                        Sql.count(connection, "SELECT count(*) FROM attempts WHERE job = ?", id)))
                : Optional.empty());
    }

    private static boolean exists(Connection connection, String id) throws SQLException {
        return Sql.one(connection, "SELECT id FROM jobs WHERE id = ?", String.class, id)
                .isPresent();
    }

    /**
     * The losses of several jobs in the order of their epochs, by job: all of them or, of a job with very many, some that
     * show the same curve.
     */
    public Map<String, List<LossPoint>> losses(List<String> jobs) {
        List<LossPoint> points = reading.read(connection -> Sql.list(
                connection,
                "SELECT e.job, e.epoch, e.epochs, (e.metrics->>'train.loss')::double precision AS train_loss,"
                        + " (e.metrics->>'validation.loss')::double precision AS validation_loss FROM "
                        + EpochSample.EPOCHS
                        + " ORDER BY e.job, e.epoch",
                LossPoint.class,
                EpochSample.of(connection, jobs, MOST_LOSSES)));
        return points.stream().collect(Collectors.groupingBy(LossPoint::job));
    }

    /** A file of a job's result. */
    public Optional<Artifact> artifact(String job, String name) {
        return reading.read(connection -> Sql.one(
                        connection, "SELECT artifacts FROM jobs WHERE id = ? AND artifacts IS NOT NULL", ARTIFACTS, job)
                .flatMap(artifacts -> artifacts.stream()
                        .filter(artifact -> artifact.name().equals(name))
                        .findFirst()));
    }
}
