package dev.atelier.results.view;

import dev.atelier.contracts.event.JobCompleted.Artifact;
import dev.atelier.results.store.Sql;
import dev.atelier.results.store.StoredText;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads jobs, their epochs and their artifacts. */
@Singleton
public final class JobReader {
    private final Reading reading;

    public JobReader(Reading reading) {
        this.reading = reading;
    }

    public Listing<JobSummary> list(JobFilter filter) {
        List<String> conditions = new ArrayList<>(List.of("true"));
        List<Object> arguments = new ArrayList<>();
        filter.state().ifPresent(state -> {
            conditions.add("state = ?");
            arguments.add(state);
        });
        filter.family().ifPresent(family -> {
            conditions.add("family = ?");
            arguments.add(family);
        });
        filter.study().ifPresent(study -> {
            conditions.add("id IN (SELECT job FROM study_jobs WHERE study = ?)");
            arguments.add(study);
        });
        filter.name().ifPresent(name -> {
            conditions.add("position(lower(?) in lower(name)) > 0");
            arguments.add(name);
        });
        String where = " WHERE " + String.join(" AND ", conditions);
        return reading.read(connection -> {
            long total = Sql.one(
                            connection,
                            "SELECT count(*) AS n FROM jobs" + where,
                            row -> row.getLong("n"),
                            arguments.toArray())
                    .orElse(0L);
            List<Object> page = new ArrayList<>(arguments);
            page.add(filter.limit());
            page.add(filter.offset());
            List<JobSummary> items = Sql.list(
                    connection,
                    "SELECT * FROM job_list WHERE id IN (SELECT id FROM jobs" + where + " ORDER BY "
                            + filter.order().ofJobs() + " LIMIT ? OFFSET ?) ORDER BY "
                            + filter.order().ofList(),
                    JobSummary::of,
                    page.toArray());
            return new Listing<>(items, total);
        });
    }

    public Optional<JobDetail> find(String id) {
        return reading.read(connection -> {
            List<String> studies = Sql.list(connection, """
                    SELECT s.id FROM latest_studies s
                     WHERE s.id IN (SELECT study FROM study_jobs WHERE job = ?)
                     ORDER BY s.accepted_at DESC, s.id""", row -> row.getString("id"), id);
            List<JobDetail.Attempt> attempts = Sql.list(
                    connection, "SELECT * FROM attempt_list WHERE job = ? ORDER BY number", JobDetail.Attempt::of, id);
            return Sql.one(
                    connection, "SELECT * FROM job_list WHERE id = ?", row -> JobDetail.of(row, studies, attempts), id);
        });
    }

    /** The epochs of a job in order; nothing where there is no such job. */
    public Optional<Listing<EpochPoint>> epochs(String id) {
        return reading.read(connection -> Sql.one(connection, "SELECT id FROM jobs WHERE id = ?", row -> true, id)
                        .isEmpty()
                ? Optional.empty()
                : Optional.of(Listing.whole(Sql.list(
                        connection,
                        "SELECT * FROM learning_curves WHERE job = ? ORDER BY epoch",
                        EpochPoint::of,
                        id))));
    }

    /** The losses of several jobs in the order of their epochs, by job. */
    public Map<String, List<LossPoint>> losses(List<String> jobs) {
        List<LossPoint> points = reading.read(connection -> Sql.list(
                connection,
                "SELECT job, epoch, epochs, train_loss, validation_loss"
                        + " FROM learning_curves WHERE job = ANY (?) ORDER BY job, epoch",
                LossPoint::of,
                jobs));
        return points.stream().collect(Collectors.groupingBy(LossPoint::job));
    }

    /** A file of a job's result. */
    public Optional<Artifact> artifact(String job, String name) {
        return reading.read(connection -> Sql.one(
                        connection, "SELECT artifacts FROM jobs WHERE id = ?", row -> Sql.text(row, "artifacts"), job)
                .flatMap(artifacts -> artifacts)
                .flatMap(artifacts -> Stream.of(StoredText.read(artifacts, Artifact[].class))
                        .filter(artifact -> artifact.name().equals(name))
                        .findFirst()));
    }
}
