package dev.atelier.contracts.check;

import java.util.List;

/** What comes of reading something that a person wrote: a value, or all that is wrong with it. */
public sealed interface Checked<T> {

    record Valid<T>(T value) implements Checked<T> {}

    /** @param violations never empty */
    record Invalid<T>(List<Violation> violations) implements Checked<T> {
        public Invalid {
            if (violations.isEmpty()) {
                throw new IllegalArgumentException("violations is empty; expected at least one");
            }
            violations = List.copyOf(violations);
        }
    }
}
