package dev.atelier.contracts.event;

import dev.atelier.contracts.check.Violation;
import java.time.Instant;
import java.util.List;

/**
 * A submission cannot be run as it is.
 *
 * @param reason one word for meters: {@code syntax}, {@code schema}, {@code dataset}, {@code restore}, {@code size}, …
 * @param violations what is wrong, never empty
 * @param excerpt the beginning of what was submitted, with anything unprintable replaced
 */
public record SubmissionRejected(
        String submission, RecordOrigin origin, String reason, List<Violation> violations, String excerpt, Instant time)
        implements Event {

    public SubmissionRejected {
        violations = List.copyOf(violations);
    }

    @Override
    public String id() {
        return submission + "/rejected";
    }

    @Override
    public String key() {
        return submission;
    }
}
