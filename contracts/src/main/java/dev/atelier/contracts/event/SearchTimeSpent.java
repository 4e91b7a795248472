package dev.atelier.contracts.event;

import java.time.Instant;

/**
 * The time in the budget of a search is spent: it begins and promotes no more trials, and ends once those that are trained have
 * their values.
 *
 * @param submission the submission that requested the search last, since which the time counts
 */
public record SearchTimeSpent(String study, String submission, Instant time) implements SearchEvent {
    @Override
    public String id() {
        return study + "/search/" + submission + "/time-spent";
    }
}
