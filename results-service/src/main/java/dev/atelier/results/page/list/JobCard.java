package dev.atelier.results.page.list;

import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.fleet.Wait;
import dev.atelier.results.page.template.Show;
import dev.atelier.results.page.template.Times;
import dev.atelier.results.text.Printable;
import dev.atelier.results.view.JobOrder;
import dev.atelier.results.view.JobSummary;
import dev.atelier.results.view.LossPoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A job as the page shows it.
 *
 * @param order what the list is ordered by
 * @param queue why it waits, where it does
 */
public record JobCard(JobSummary job, JobOrder order, Optional<Wait> queue, Sparkline sparkline) {
    private static final int MOST_TAGS = 6;
    private static final double MILLI = 0.001;
    private static final int ID_DIGITS = 8;
    /** Begins the tag by which {@code ./atelier verify} marks the job that it trains to verify another. */
    private static final String VERIFIES = "verifies=";

    static JobCard of(JobSummary job, JobOrder order, Optional<Wait> queue, List<LossPoint> epochs) {
        return new JobCard(job, order, queue, Sparkline.of(epochs));
    }

    /** Differs where anything does that the page shows. */
    public String version() {
        return Integer.toHexString(hashCode());
    }

    /** What the list is ordered by with its value, where the card does not show it anyway. */
    public String ordering() {
        return order.metric()
                .map(named -> named.title() + " "
                        + Show.metric(named, Optional.ofNullable(job.metrics().get(named.name()))))
                .orElse(order.isByTrainingTime() ? "training time " + Times.length(job.trainingSeconds()) : "");
    }

    public String progress() {
        return job.epoch() + "/" + job.epochs();
    }

    /** How long it took from its start to its end, or about how long it takes yet; empty where neither is known. */
    public String duration() {
        if (job.state() == JobState.RUNNING) {
            return job.secondsLeft()
                    .map(left -> "about " + Times.length(left) + " left")
                    .orElse("");
        }
        return job.state().hasEnded()
                        && job.startedAt().isPresent()
                        && job.endedAt().isPresent()
                ? "took "
                        + Times.length(MILLI
                                * Duration.between(
                                                job.startedAt().get(),
                                                job.endedAt().get())
                                        .toMillis())
                : "";
    }

    /** The name of its dataset, without the version. */
    public String dataset() {
        return job.dataset().map(key -> key.replaceFirst("@[^@]*$", "")).orElse("");
    }

    /** The beginning of its id, which distinguishes jobs of one name. */
    public String shortId() {
        return job.id().substring(0, Math.min(ID_DIGITS, job.id().length()));
    }

    /** The job that it verifies. */
    public Optional<String> verifies() {
        return job.tags().stream()
                .filter(tag -> tag.startsWith(VERIFIES) && tag.length() > VERIFIES.length())
                .map(tag -> tag.substring(VERIFIES.length()))
                .findFirst();
    }

    /** Some of its tags. */
    public List<String> tags() {
        return job.tags().stream()
                .filter(tag -> !tag.startsWith(VERIFIES))
                .limit(MOST_TAGS)
                .toList();
    }

    /** The names under which others requested the job. */
    public String alsoCalled() {
        return job.otherNames().stream()
                .map(name -> Printable.name(name, job.id()))
                .collect(Collectors.joining(", "));
    }

    public String validation() {
        return Show.percent(job.validationAccuracy());
    }

    public String test() {
        return Show.percent(job.testAccuracy());
    }
}
