package dev.atelier.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.check.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Collects what is wrong with a document: each value at each place once, at most {@value #LIMIT} of them, each
 * shortened, and within a {@link Deadline}. What is right is put into words only for what is kept, so that a document
 * with very many mistakes costs no more than its size.
 */
public final class Violations {
    /** The check ends after so many mistakes. */
    public static final int LIMIT = 100;

    private static final int FIELD_LENGTH = 200;
    private static final int EXPECTED_LENGTH = 600;

    private final Collected collected;
    private final UnaryOperator<String> place;
    private int reported;

    private Violations(Collected collected, UnaryOperator<String> place) {
        this.collected = collected;
        this.place = place;
    }

    public Violations(Deadline deadline) {
        this(new Collected(deadline), UnaryOperator.identity());
    }

    /** The same collection for a part of the document whose fields stand elsewhere in the whole. */
    public Violations under(UnaryOperator<String> partPlace) {
        return new Violations(collected, field -> place.apply(partPlace.apply(field)));
    }

    /**
     * Reports a mistake.
     *
     * @param expected what would be right, as the end of a sentence
     */
    public void report(String field, JsonNode value, Supplier<String> expected) {
        report(field, ShownValue.of(value), expected);
    }

    /** The same, with the value as it is to be shown. */
    public void report(String field, String value, Supplier<String> expected) {
        reported++;
        String where = ShownValue.text(place.apply(field), FIELD_LENGTH);
        if (!collected.isFull && collected.seen.add(where + '\n' + value)) {
            if (collected.violations.size() == LIMIT) {
                collected.isFull = true;
            } else {
                collected.violations.add(new Violation(where, value, ShownValue.text(expected.get(), EXPECTED_LENGTH)));
            }
        }
    }

    /** Reports what another check found. */
    public void report(Violation violation) {
        report(violation.field(), violation.value(), violation::expected);
    }

    /** Whether nothing was reported here; of the same collection, other parts may have mistakes. */
    public boolean isEmpty() {
        return reported == 0;
    }

    int reported() {
        return reported;
    }

    /**
     * Whether this very list or map was checked against this very schema before, and nothing was wrong: jobs of a study
     * share with its base what they do not change.
     */
    boolean isKnownSound(JsonNode value, JsonNode schema) {
        return collected.sound.get(value) == schema;
    }

    void rememberSound(JsonNode value, JsonNode schema) {
        collected.sound.put(value, schema);
    }

    /** Whether there is no use in looking further. */
    public boolean isFull() {
        return collected.isFull;
    }

    /** @throws Deadline.ExceededException if the check has taken too long */
    public void checkDeadline() {
        collected.deadline.check();
    }

    Deadline deadline() {
        return collected.deadline;
    }

    /** Reports nothing further: there is more than can be collected. */
    void stop() {
        collected.isFull = true;
    }

    /** What was collected, in its order. */
    List<Violation> found() {
        return List.copyOf(collected.violations);
    }

    /** Everything collected, in its order; where there was more, the last one states that. */
    public List<Violation> all() {
        List<Violation> all = new ArrayList<>(collected.violations);
        if (collected.isFull) {
            all.add(new Violation(
                    "", "wrong in more than " + LIMIT + " places", "the " + LIMIT + " above to be corrected first"));
        }
        return List.copyOf(all);
    }

    private static final class Collected {
        private final Deadline deadline;
        private final Set<String> seen = new HashSet<>();
        private final Map<JsonNode, JsonNode> sound = new IdentityHashMap<>();
        private final List<Violation> violations = new ArrayList<>();
        private boolean isFull;

        Collected(Deadline deadline) {
            this.deadline = deadline;
        }
    }
}
