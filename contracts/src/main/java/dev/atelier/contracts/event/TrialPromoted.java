package dev.atelier.contracts.event;

import java.time.Instant;
import java.util.List;

/**
 * A search decided that a paused trial continues.
 *
 * @param trial its number, from 0
 * @param epochs after how many epochs in all its training pauses again
 * @param evidence the results of the rung that the trial leaves, by trial
 */
public record TrialPromoted(String study, int trial, int epochs, List<TrialResult> evidence, Instant time)
        implements SearchEvent {
    public TrialPromoted {
        evidence = List.copyOf(evidence);
    }

    @Override
    public String id() {
        return study + "/trial/" + trial + "/promoted/" + epochs;
    }

    /** The same decision, without what it was made from. */
    public TrialPromoted withoutEvidence() {
        return new TrialPromoted(study, trial, epochs, List.of(), time);
    }
}
