package dev.atelier.contracts.event;

import dev.atelier.contracts.event.SubmissionAccepted.Member;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search decided that nothing more is to be trained for it. The jobs of the winner continue to their end, where they are
 * tested; those of the other trials are cancelled.
 *
 * @param submission the submission that requested the search last
 * @param winner the best result of the latest epoch at which any trial has a value; null where all failed
 * @param evidence the last result of each trial
 * @param members the jobs that train the winner again with other seeds
 */
public record SearchEnded(
        String study,
        String submission,
        @Nullable TrialResult winner,
        List<TrialResult> evidence,
        List<Member> members,
        Instant time)
        implements SearchEvent {
    public SearchEnded {
        evidence = List.copyOf(evidence);
        members = List.copyOf(members);
    }

    @Override
    public String id() {
        return study + "/search/ended";
    }

    /** The same decision, without what it was made from. */
    public SearchEnded withoutEvidence() {
        return new SearchEnded(study, submission, winner, List.of(), members, time);
    }
}
