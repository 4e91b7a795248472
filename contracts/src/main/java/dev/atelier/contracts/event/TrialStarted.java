package dev.atelier.contracts.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A search decided to begin a trial.
 *
 * @param submission the submission that requested the search last
 * @param trial its number, from 0
 * @param parameters value of each parameter that exists in the trial, by the path of its field
 * @param epochs after how many epochs its training pauses
 * @param evidence the results that the parameters were chosen from, by trial
 * @param members its jobs, one for each seed; none where it has a problem
 * @param problem why a job of these parameters cannot be trained, for people; null where it can
 */
public record TrialStarted(
        String study,
        String submission,
        int trial,
        SortedMap<String, JsonNode> parameters,
        int epochs,
        List<TrialResult> evidence,
        List<Member> members,
        @Nullable String problem,
        Instant time)
        implements SearchEvent {
    public TrialStarted {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        evidence = List.copyOf(evidence);
        members = List.copyOf(members);
    }

    @Override
    public String id() {
        return study + "/trial/" + trial;
    }

    /** The same decision, without what it was made from. */
    public TrialStarted withoutEvidence() {
        return new TrialStarted(study, submission, trial, parameters, epochs, List.of(), members, problem, time);
    }
}
