package dev.atelier.contracts.event;

import java.time.Instant;

/**
 * A search decides no more, on request. Submitted again, it continues where it was.
 *
 * @param submission the submission that requested the search last
 * @param reason why, for people; may be empty
 */
public record SearchCancelled(String study, String submission, String reason, Instant time) implements SearchEvent {
    @Override
    public String id() {
        return study + "/search/" + submission + "/cancelled";
    }
}
