package dev.atelier.results.projection.submission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.results.projection.LogPosition;
import java.time.Instant;
import java.util.List;

/** A submission and how it was answered. */
public record SubmissionRow(String id, RecordOrigin origin, Answer answer, Instant answeredAt, LogPosition changed) {

    /** The decision on a submission. */
    public sealed interface Answer {}

    /**
     * It was understood.
     *
     * @param members its jobs, in its order
     */
    public record Accepted(String name, JsonNode request, List<MemberRow> members) implements Answer {
        public Accepted {
            members = List.copyOf(members);
        }
    }

    /**
     * It cannot be run.
     *
     * @param reason one word
     * @param excerpt the beginning of what was submitted
     */
    public record Rejected(String reason, List<Violation> violations, String excerpt) implements Answer {
        public Rejected {
            violations = List.copyOf(violations);
        }
    }
}
