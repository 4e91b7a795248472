package dev.atelier.pipeline.faults;

import java.time.Duration;

/**
 * One fault.
 *
 * @param number from 1
 * @param pause since the fault before
 * @param length how long it lasts, where it lasts
 * @param choice decides whatever else is to be decided: the target among those there are, a variant of the kind
 */
record Fault(int number, FaultKind kind, Duration pause, Duration length, long choice) {
    /** The target among so many. */
    int target(int count) {
        return (int) Long.remainderUnsigned(choice, count);
    }

    /** One of so many variants, independent of the target. */
    int variant(int count) {
        return (int) Long.remainderUnsigned(choice >>> 20, count);
    }

    @Override
    public String toString() {
        return "%d %s (target %d, variant %d, %d ms)"
                .formatted(number, kind, target(1000), variant(1000), length.toMillis());
    }
}
