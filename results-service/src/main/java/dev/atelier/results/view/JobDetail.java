package dev.atelier.results.view;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.Environment;
import dev.atelier.contracts.event.JobCompleted.Artifact;
import dev.atelier.contracts.event.JobCompleted.ClassScore;
import dev.atelier.contracts.event.JobCompleted.Mistake;
import dev.atelier.contracts.event.JobCompleted.Model;
import dev.atelier.contracts.event.JobCompleted.ReliabilityBin;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.sql.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.PropagateNull;

/**
 * A job in detail.
 *
 * @param studies the studies that it belongs to, the latest first
 * @param notes plain text with line breaks; may be empty
 * @param edited the latest edit of name, notes, tags or archiving
 * @param request the fully resolved job
 * @param failureKind one word for what went wrong
 * @param waitingTrainer the trainer that gave it back
 * @param resultAttempt the attempt that completed it
 * @param epochsTrained fewer than requested where it stopped early
 * @param confusion counts, [true class][predicted class]
 * @param classes precision, recall and count by class
 * @param reliability count, mean confidence and accuracy of the test images by confidence, in 15 bins
 * @param mistakes the test images whose class was missed with the greatest confidence
 * @param artifactsDeleted when and why the files of the result were deleted
 * @param restoration the state of the latest attempt to restore them; all else is what it was before
 * @param forkedFrom the job whose weights it starts with
 * @param extendedFrom the completed job that it has more epochs than
 * @param forks the latest jobs that start with weights of it
 * @param extensions the latest jobs that have more epochs than it
 * @param pinned since when and why they are kept whatever their age
 * @param attempts its latest starts in order; {@code attempt} is their number
 * @param environment where the latest attempt runs or ran
 */
public record JobDetail(
        @JsonUnwrapped @Nested JobSummary summary,
        @Schema(maxItems = JobDetail.MOST_STUDIES) List<String> studies,
        String notes,
        @Nested("edited") Optional<Edited> edited,

        @Schema(type = SchemaType.OBJECT, implementation = Object.class)
        JsonNode request,

        Optional<String> submission,
        String datasetDigest,
        Optional<String> failureKind,
        Optional<String> waitingTrainer,
        Optional<Integer> resultAttempt,
        Optional<Integer> epochsTrained,
        Optional<Integer> bestEpoch,
        Optional<Integer> testedEpoch,
        Optional<Double> calibrationError,
        @Schema(implementation = int[][].class) Optional<JsonNode> confusion,
        @Schema(implementation = ClassScore[].class) Optional<JsonNode> classes,
        @Schema(implementation = ReliabilityBin[].class) Optional<JsonNode> reliability,
        @Schema(implementation = Mistake[].class) Optional<JsonNode> mistakes,
        Optional<Model> model,
        @Schema(implementation = Artifact[].class) Optional<JsonNode> artifacts,
        @Nested("artifactsDeleted") Optional<ArtifactsDeleted> artifactsDeleted,
        @Nested("restoration") Optional<Restoration> restoration,
        @Nested("forkedFrom") Optional<Relative> forkedFrom,
        @Nested("extendedFrom") Optional<Relative> extendedFrom,
        @Schema(maxItems = JobDetail.MOST_DESCENDANTS) @Rows List<Relative> forks,
        @Schema(maxItems = JobDetail.MOST_DESCENDANTS) @Rows List<Relative> extensions,
        @Nested("pinned") Optional<Pinned> pinned,
        @Schema(implementation = Environment.class) Optional<JsonNode> environment,
        @Schema(maxItems = JobDetail.MOST_ATTEMPTS) @Rows List<Attempt> attempts) {
    static final int MOST_STUDIES = 100;
    static final int MOST_ATTEMPTS = 100;
    static final int MOST_DESCENDANTS = 100;

    /** Whether it, or the restoration of its files, continues only once it is resumed. */
    @JsonIgnore
    public boolean isPaused() {
        boolean isBetweenRounds = summary.state() == JobState.PAUSED
                || restoration.filter(open -> open.state() == JobState.PAUSED).isPresent();
        return isBetweenRounds && !summary.isOvertaken();
    }

    /** The epoch after which it, or the restoration of its files, continues. */
    @JsonIgnore
    public int lastEpoch() {
        return restoration.filter(Restoration::isOpen).map(Restoration::epoch).orElse(summary.epoch());
    }

    /** Whether it waits or runs, be it only to restore its files. */
    @JsonIgnore
    public boolean isOpen() {
        return !summary.state().hasEnded()
                || restoration.filter(Restoration::isOpen).isPresent();
    }

    /**
     * The files of the result were deleted to make room.
     *
     * @param reason a sentence without a full stop
     */
    @PropagateNull("at")
    public record ArtifactsDeleted(Instant at, long bytes, String reason) {
        /** The message where a file is requested. */
        public String sentence() {
            return "the files of this job's result, " + bytes + " bytes, were deleted at " + at + ": " + reason;
        }
    }

    /**
     * A job beside another, one of which takes over the weights of the other.
     *
     * @param name of that job; empty where it is not known
     * @param epoch after which the weights are taken over
     */
    @PropagateNull("job")
    public record Relative(String job, String name, int epoch) {}

    /**
     * A completed job that is trained again to restore the files of its result.
     *
     * @param submission the submission that requested it
     * @param epoch the latest epoch that was trained again
     * @param reason why it ended without the files, as a sentence
     * @param at when it reached this state
     */
    @PropagateNull("state")
    public record Restoration(String submission, JobState state, int epoch, Optional<String> reason, Instant at) {
        /** Whether it waits or runs. */
        @JsonIgnore
        public boolean isOpen() {
            return !state.hasEnded();
        }

        /** A sentence for its page. */
        public String sentence() {
            String why = reason.map(text -> ": " + text).orElse("");
            return switch (state) {
                case QUEUED -> "It has waited since " + at + " to be trained again, which restores its files.";
                case PAUSED -> "The restoration of its files has been paused since " + at + why;
                case RUNNING ->
                    "It has been training again since " + at + ", which restores its files; epoch " + epoch
                            + " is done.";
                case COMPLETED -> "Its files were restored at " + at + ": it was trained again to the same weights.";
                case CANCELLED -> "The restoration of its files was cancelled at " + at + why;
                case FAILED -> "Its files were not restored at " + at + why;
            };
        }
    }

    /**
     * The files of the result are kept whatever their age.
     *
     * @param reason may be empty
     */
    @PropagateNull("since")
    public record Pinned(Instant since, String reason) {
        /** A sentence for its page. */
        public String sentence() {
            return "Pinned since " + since + (reason.isEmpty() ? "" : ": " + reason);
        }
    }

    /**
     * The latest edit of the labels of a job or a study.
     *
     * @param by who edited them; empty where that is not known
     * @param record offset of the request in the controls topic
     */
    @PropagateNull("at")
    public record Edited(Instant at, String by, long record) {
        /** A sentence without a full stop for its page. */
        public String sentence() {
            return "Edited at " + at + (by.isEmpty() ? "" : " by " + by);
        }
    }

    /**
     * One start of the job.
     *
     * @param state RUNNING, COMPLETED, FAILED, CANCELLED, PAUSED, PREEMPTED, RELEASED, or LOST where it never published its end
     * @param resumedFromEpoch the last epoch of the checkpoint that it continues from
     */
    public record Attempt(
            int number,
            String run,
            String state,
            Optional<Integer> resumedFromEpoch,
            Instant startedAt,
            Optional<Instant> endedAt,
            @Schema(implementation = Environment.class) JsonNode environment) {}
}
