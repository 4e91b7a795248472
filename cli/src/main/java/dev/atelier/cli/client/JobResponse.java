package dev.atelier.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.JobCompleted.Artifact;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.json.ZeroIfAbsent;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.metric.MetricValues;
import dev.atelier.contracts.metric.Split;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A job as the results-service returns it; what is not known yet is null. Accuracies are fractions from 0 to 1. The
 * parts after {@code endedAt} come only with a single job.
 *
 * @param round how often it has been queued; 0 where that is not known
 * @param epoch the latest completed epoch; 0 for none
 * @param epochs epochs requested
 * @param metrics those of the latest epoch and of the test images by name, where they are finite; those of the members
 * before
 *     where the service gives no others
 * @param reason why it failed, was cancelled, or waits again
 * @param waitingSince when a trainer gave it back, if it waits for that
 * @param startedAt its first start since it was last queued
 * @param testedEpoch the epoch whose weights were tested
 * @param artifacts files of the result
 * @param artifactsDeleted when and why they were deleted
 * @param restoration the state of the latest attempt to restore them
 * @param pinned since when and why they are not deleted
 * @param forkedFrom the job whose weights it starts with
 * @param extendedFrom the completed job that it has more epochs than
 * @param forks jobs that start with weights of it
 * @param extensions jobs that have more epochs than it
 * @param queuedAt since when it waits, or waited, for its turn
 * @param tags each {@code name=value}
 * @param study the latest study that it belongs to
 * @param dataset its name
 * @param priority how urgent it is
 * @param owner whose trainer time it takes
 * @param waitingKind one word for why it waits again
 * @param queueReason why no trainer takes jobs of its family, where it waits for one
 */
public record JobResponse(
        String id,
        String name,
        String family,
        JobState state,
        @ZeroIfAbsent int round,
        int attempt,
        long seed,
        int epoch,
        int epochs,
        @Nullable Double trainLoss,
        @Nullable Double trainAccuracy,
        @Nullable Double validationLoss,
        @Nullable Double validationAccuracy,
        @Nullable Double samplesPerSecond,
        @Nullable Double epochSeconds,
        @Nullable Double testAccuracy,
        @Nullable Double testLoss,
        SortedMap<String, Double> metrics,
        @Nullable String reason,
        @Nullable Instant waitingSince,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable JsonNode request,
        @Nullable String datasetDigest,
        @Nullable Double trainingSeconds,
        @Nullable Integer testedEpoch,
        @Nullable Model model,
        @Nullable List<Artifact> artifacts,
        @Nullable ArtifactsDeleted artifactsDeleted,
        @Nullable Restoration restoration,
        @Nullable Pinned pinned,
        @Nullable JsonNode environment,
        @Nullable Relative forkedFrom,
        @Nullable Relative extendedFrom,
        List<Relative> forks,
        List<Relative> extensions,
        @Nullable String queueReason,
        @Nullable Instant queuedAt,
        List<String> tags,
        @Nullable String study,
        @Nullable String dataset,
        @Nullable Priority priority,
        @Nullable String owner,
        @Nullable String waitingKind) {
    public JobResponse {
        tags = tags == null ? List.of() : List.copyOf(tags);
        forks = forks == null ? List.of() : List.copyOf(forks);
        extensions = extensions == null ? List.of() : List.copyOf(extensions);
        metrics = MetricValues.of(
                metrics,
                new NamedMetrics()
                        .with(Split.TRAIN, trainLoss, trainAccuracy)
                        .with(Split.VALIDATION, validationLoss, validationAccuracy)
                        .with(Split.TEST, testLoss, testAccuracy)
                        .values());
        artifacts = artifacts == null ? null : List.copyOf(artifacts);
    }

    /** A job beside another that takes over its weights after an epoch. */
    public record Relative(String job, String name, int epoch) {}

    /** The weights that a job ended with. */
    public record Model(String path, String sha256, long parameters) {}

    /** The files of the result were deleted to make room. */
    public record ArtifactsDeleted(Instant at, long bytes, String reason) {}

    /**
     * A completed job is trained again to restore its files.
     *
     * @param submission the submission that requested it
     * @param epoch the latest epoch that was trained again
     * @param reason why it ended without the files
     */
    public record Restoration(
            String submission,
            JobState state,
            int epoch,
            @Nullable String reason,
            Instant at) {
        public boolean isRunning() {
            return state == JobState.RUNNING;
        }

        /** Whether it continues only once it is resumed. */
        public boolean isPaused() {
            return state == JobState.PAUSED;
        }

        public boolean hasEnded() {
            return state.hasEnded();
        }

        /** Whether the files are there again. */
        public boolean isCompleted() {
            return state == JobState.COMPLETED;
        }
    }

    /** The files of the result are kept whatever their age; the reason may be empty. */
    public record Pinned(Instant since, String reason) {}

    /** Whether what is known of it is of a round, or of a later one; round 0 is any. */
    public boolean hasReached(int wanted) {
        return round >= wanted;
    }

    public boolean isCompleted() {
        return state == JobState.COMPLETED;
    }

    public boolean isRunning() {
        return state == JobState.RUNNING;
    }

    /** Whether it continues only once it is resumed. */
    public boolean isPaused() {
        return state == JobState.PAUSED && !isPreempted();
    }

    /** Whether a more urgent job took its trainer, and it has not started again. */
    public boolean isPreempted() {
        return JobPaused.PREEMPTED.equals(waitingKind);
    }

    /** Whether nothing more happens to it. */
    public boolean hasEnded() {
        return state.hasEnded();
    }
}
