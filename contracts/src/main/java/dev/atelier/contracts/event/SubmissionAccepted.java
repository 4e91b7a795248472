package dev.atelier.contracts.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.family.Family;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A submission was understood and its jobs are known.
 *
 * @param submission id of the submission
 * @param study id of the study it describes; null for a single job
 * @param name the study's or the job's name
 * @param request what was submitted, whole
 * @param members the jobs it comes to, in the study's order
 */
public record SubmissionAccepted(
        String submission,
        RecordOrigin origin,
        @Nullable String study,
        String name,
        JsonNode request,
        List<Member> members,
        Instant time)
        implements Event {

    public SubmissionAccepted {
        members = List.copyOf(members);
    }

    @Override
    public String id() {
        return submission + "/accepted";
    }

    @Override
    public String key() {
        return submission;
    }

    /** What became of a member of a submission. */
    public enum Disposition {
        /** A new job was queued. */
        QUEUED,
        /** The job waits or runs already. */
        JOINED,
        /** The job has a result, which is used again. */
        REUSED
    }

    /**
     * One job of a submission.
     *
     * @param experiment name of the study that declares the variant, where studies include studies
     * @param variant name of the variant, with the grid's values; the job's name for a single job
     */
    public record Member(
            String experiment, String variant, long seed, Family family, String job, Disposition disposition) {}
}
