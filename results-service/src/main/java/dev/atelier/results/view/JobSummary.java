package dev.atelier.results.view;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.projection.JobRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A job in one line. Accuracies are fractions from 0 to 1, losses mean cross-entropies in nats.
 *
 * @param name its edited name, or else the one under which it was first requested
 * @param otherNames what others who requested it call it
 * @param tags labels of all who requested it, or its edited tags, each {@code name=value}
 * @param archived whether lists leave it out
 * @param study the latest study that it belongs to
 * @param dataset key of the dataset that it trains on
 * @param priority how urgent it is to those who requested it since it last ended
 * @param owner whose trainer time it takes
 * @param round how often it has been queued; 0 where nothing is known of that
 * @param attempt how often it has been started
 * @param epoch the latest completed epoch; 0 for none
 * @param epochs epochs requested
 * @param validationAccuracy of the latest epoch, like the other training and validation metrics
 * @param metrics all metrics of the latest epoch and of the test images by their names, where they are finite
 * @param reason why it failed, was cancelled, or waits again, as a sentence
 * @param trainingSeconds the epochs' own durations, whichever attempt trained them, of a completed job
 * @param waitingKind one word for what kept a trainer from going on with it, while it waits for that; preempted where a more
 *     urgent job took its trainer
 * @param queuedAt since when it waits, or waited, for its turn; the time in which more urgent jobs go first counts
 * @param waitingSince when a trainer first gave it back for that reason
 */
public record JobSummary(
        String id,
        String name,
        @Schema(maxItems = JobSummary.MOST_NAMES) List<String> otherNames,
        @Schema(maxItems = JobSummary.MOST_NAMES) List<String> tags,
        boolean archived,
        Optional<String> study,
        Optional<String> dataset,
        String family,
        JobState state,
        Priority priority,
        Optional<String> owner,
        int round,
        int attempt,
        long seed,
        int epoch,
        int epochs,
        Optional<Double> trainLoss,
        Optional<Double> trainAccuracy,
        Optional<Double> validationLoss,
        Optional<Double> validationAccuracy,
        Optional<Double> samplesPerSecond,
        Optional<Double> epochSeconds,
        Optional<Double> testAccuracy,
        Optional<Double> testLoss,

        @Schema(type = SchemaType.OBJECT, additionalProperties = Double.class)
        SortedMap<String, Double> metrics,

        Optional<Double> trainingSeconds,
        Optional<String> reason,
        Optional<Instant> queuedAt,
        Optional<String> waitingKind,
        Optional<Instant> waitingSince,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt) {

    /** Other names, and tags, of one job that are shown; the view {@code job_list} has no more. */
    static final int MOST_NAMES = 100;

    /** The columns of the view {@code job_list} that this is made of; the view has much larger ones beside them. */
    public static final String COLUMNS =
            "id, name, other_names, tags, archived, study, dataset_key AS dataset, family, state, priority, owner, round, attempt, seed, epoch, epochs_requested AS epochs, train_loss,"
                    + " train_accuracy, validation_loss, validation_accuracy, samples_per_second, epoch_seconds, test_accuracy,"
                    + " test_loss, json_build_array(metrics, test_metrics) AS metrics, training_seconds, reason, queued_at, waiting_kind, waiting_since, started_at, ended_at, log_partition, log_offset";

    /** About how long a running job trains yet, in seconds: its last epochs may be left out, or take longer. */
    public Optional<Double> secondsLeft() {
        return state == JobState.RUNNING && epoch > 0
                ? epochSeconds.map(seconds -> seconds * (epochs - epoch)).filter(seconds -> seconds >= 1)
                : Optional.empty();
    }

    /** Whether its priority is normal. */
    @JsonIgnore
    public boolean isOfNormalPriority() {
        return priority == Priority.NORMAL;
    }

    /** Whether a more urgent job took its trainer, and it has not started again. */
    @JsonIgnore
    public boolean isPreempted() {
        return waitingKind.filter(JobPaused.PREEMPTED::equals).isPresent();
    }

    /** Whether its round ended for a more urgent job: it is queued again without a request. */
    @JsonIgnore
    public boolean isOvertaken() {
        return isPreempted()
                || waitingKind.filter(JobRow.Waiting.OVERTAKEN::equals).isPresent();
    }

    @JsonIgnore
    public boolean isCompleted() {
        return state == JobState.COMPLETED;
    }
}
