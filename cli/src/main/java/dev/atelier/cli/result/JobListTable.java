package dev.atelier.cli.result;

import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.terminal.Colour;
import dev.atelier.cli.terminal.TextTable;
import dev.atelier.cli.terminal.TimeText;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.metric.Figure;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Jobs in a table: how they stand, what was measured, and what they belong to; priorities and owners where any has one. */
public final class JobListTable {
    private static final Metric TEST_ACCURACY = Metric.of(Split.TEST, Figure.ACCURACY);
    private static final String NONE = "-";

    private JobListTable() {}

    /** @param now until when running jobs have run */
    public static TextTable of(Collection<JobResponse> jobs, ShownMetrics shown, Instant now) {
        List<Metric> further = shown.ofJobs().stream()
                .filter(metric -> !metric.equals(TEST_ACCURACY))
                .toList();
        List<String> headings = new ArrayList<>(
                List.of("#job", "~name", "state", ">epoch", ">" + TEST_ACCURACY.title(), "?submitted", "?>duration"));
        boolean hasPriorities = jobs.stream().anyMatch(job -> Priority.orNormal(job.priority()) != Priority.NORMAL);
        boolean hasOwners = jobs.stream().anyMatch(job -> job.owner() != null);
        if (hasPriorities) {
            headings.add("?priority");
        }
        if (hasOwners) {
            headings.add("?~owner");
        }
        headings.addAll(List.of("?~dataset", "?family", "?~study", "?~tags"));
        further.forEach(metric -> headings.add("?>" + metric.title()));
        TextTable table = new TextTable(headings.toArray(String[]::new)).colour("state", Colour::ofState);
        for (JobResponse job : jobs) {
            List<String> cells = new ArrayList<>(List.of(
                    job.id(),
                    job.name(),
                    job.state().label(),
                    job.epoch() + "/" + job.epochs(),
                    MetricText.of(TEST_ACCURACY, job.metrics().get(TEST_ACCURACY.name())),
                    TimeText.minute(job.queuedAt()),
                    duration(job, now)));
            if (hasPriorities) {
                cells.add(Priority.orNormal(job.priority()).word());
            }
            if (hasOwners) {
                cells.add(Objects.requireNonNullElse(job.owner(), NONE));
            }
            cells.addAll(List.of(
                    Objects.requireNonNullElse(job.dataset(), NONE),
                    job.family(),
                    Objects.requireNonNullElse(job.study(), NONE),
                    job.tags().isEmpty() ? NONE : String.join(" ", job.tags())));
            further.forEach(
                    metric -> cells.add(MetricText.of(metric, job.metrics().get(metric.name()))));
            table.row(cells.toArray(String[]::new));
        }
        return table;
    }

    /** From its first start since it was last queued to its end, or until now. */
    private static String duration(JobResponse job, Instant now) {
        @Nullable Instant end = job.hasEnded() ? job.endedAt() : job.isRunning() ? now : null;
        return job.startedAt() == null || end == null ? NONE : TimeText.lasted(Duration.between(job.startedAt(), end));
    }
}
