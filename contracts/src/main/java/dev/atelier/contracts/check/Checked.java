package dev.atelier.contracts.check;

import java.util.List;
import java.util.stream.Collectors;

/** The result of reading something that a person wrote: a value, or all that is wrong with it. */
public sealed interface Checked<T> {

    /**
     * The value, where it is known to be valid.
     *
     * @throws IllegalArgumentException if it is not, with all that is wrong with it
     */
    T orElseThrow();

    record Valid<T>(T value) implements Checked<T> {
        @Override
        public T orElseThrow() {
            return value;
        }
    }

    /** @param violations never empty */
    record Invalid<T>(List<Violation> violations) implements Checked<T> {
        public Invalid {
            if (violations.isEmpty()) {
                throw new IllegalArgumentException("violations is empty; expected at least one");
            }
            violations = List.copyOf(violations);
        }

        @Override
        public T orElseThrow() {
            throw new IllegalArgumentException(
                    violations.stream().map(Violation::sentence).collect(Collectors.joining("; ")));
        }
    }
}
