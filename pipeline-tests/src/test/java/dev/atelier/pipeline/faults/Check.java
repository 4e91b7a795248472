package dev.atelier.pipeline.faults;

import java.util.Collection;
import java.util.List;

/**
 * What must hold after the faults, and what was found.
 *
 * @param counted what it was held against, for people
 * @param violations empty where it holds; the first of them where there are many
 */
record Check(String name, String counted, List<String> violations) {
    private static final int SHOWN = 20;

    Check {
        violations = List.copyOf(violations);
    }

    static Check of(String name, String counted, Collection<String> violations) {
        List<String> shown = violations.stream().limit(SHOWN).toList();
        return new Check(
                name, violations.size() > SHOWN ? counted + "; " + violations.size() + " violations" : counted, shown);
    }

    boolean holds() {
        return violations.isEmpty();
    }

    @Override
    public String toString() {
        return (holds() ? "holds   " : "FAILS   ") + name + " (" + counted + ")"
                + (holds() ? "" : "\n          " + String.join("\n          ", violations));
    }
}
