package dev.atelier.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.json.ZeroIfAbsent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A submission was understood and its jobs are known.
 *
 * @param submission id of the submission
 * @param study id of the study it describes; null for a single job
 * @param name the study's or the job's name
 * @param request what was submitted, whole
 * @param members its jobs, in the study's order
 * @param owner who submitted it, by the token of the request; null where none was needed
 */
public record SubmissionAccepted(
        String submission,
        RecordOrigin origin,
        @Nullable String study,
        String name,
        JsonNode request,
        List<Member> members,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String owner,
        Instant time)
        implements Event {

    public SubmissionAccepted {
        members = List.copyOf(members);
    }

    /** A submission whose owner is not known. */
    public SubmissionAccepted(
            String submission,
            RecordOrigin origin,
            @Nullable String study,
            String name,
            JsonNode request,
            List<Member> members,
            Instant time) {
        this(submission, origin, study, name, request, members, null, time);
    }

    @Override
    public String id() {
        return submission + "/accepted";
    }

    @Override
    public String key() {
        return submission;
    }

    /** The outcome for a member of a submission. */
    public enum Disposition {
        /** A new job was queued. */
        QUEUED,
        /** The job waits or runs already. */
        JOINED,
        /** The job has a result, which is used again. */
        REUSED
    }

    /**
     * One job of a submission. Its name and tags belong to the submission: others may have requested the same job under
     * other ones.
     *
     * @param experiment name of the study that declares the variant, where studies include studies
     * @param variant name of the variant, with the grid's values; the job's name for a single job
     * @param round the round of the job that answers the submission; 0 in events written before they named it
     * @param name what the submission calls the job; null where the job is new, and is called so itself, and in events
     * written
     *     before they named it
     * @param tags the submission's labels of the job; none where the job is new, too
     * @param priority how urgent the job is to the submission; null for {@link Priority#NORMAL}
     */
    public record Member(
            String experiment,
            String variant,
            long seed,
            Family family,
            String job,
            Disposition disposition,
            @ZeroIfAbsent int round,
            @Nullable String name,
            Map<String, String> tags,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Priority priority) {
        /** A member of normal priority. */
        public Member(
                String experiment,
                String variant,
                long seed,
                Family family,
                String job,
                Disposition disposition,
                int round,
                @Nullable String name,
                @Nullable Map<String, String> tags) {
            this(experiment, variant, seed, family, job, disposition, round, name, tags, null);
        }

        public Member(
                String experiment,
                String variant,
                long seed,
                Family family,
                String job,
                Disposition disposition,
                int round,
                @Nullable String name,
                @Nullable Map<String, String> tags,
                @Nullable Priority priority) {
            this.experiment = experiment;
            this.variant = variant;
            this.seed = seed;
            this.family = family;
            this.job = job;
            this.disposition = disposition;
            this.round = round;
            this.name = name;
            this.tags = tags == null ? Map.of() : Map.copyOf(tags);
            this.priority = priority;
        }
    }
}
