package dev.atelier.pipeline.faults;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a fault does, and how often it is drawn. */
enum FaultKind {
    /** SIGKILL to a service. */
    KILL_SERVICE(22),
    /** SIGTERM to a service. */
    STOP_SERVICE(5),
    /** A trainer sleeps longer than its job's lock lasts. */
    SUSPEND_TRAINER(5),
    /** A service sleeps for some seconds. */
    SUSPEND_SERVICE(5),
    KILL_BROKER(3),
    /** The broker leaves in good order and comes back. */
    RESTART_BROKER(2),
    SUSPEND_BROKER(2),
    KILL_DATABASE(3),
    RESTART_DATABASE(2),
    SUSPEND_DATABASE(2),
    /** A service's connections to the broker are reset, and refused or stalled for a while. */
    CUT_BROKER(12),
    /** The same between a results service and the database. */
    CUT_DATABASE(6),
    /** Not one byte is left for checkpoints and results. */
    FULL_DISK(4),
    /** Not one byte is left for topics; the broker ends, and again as often as it is started. */
    FULL_BROKER_DISK(2),
    /** Not one byte is left for tables and the database's log. */
    FULL_DATABASE_DISK(2),
    /** No file of checkpoints and results can be made, renamed or deleted. */
    LOCKED_DISK(4),
    /** A record that its readers cannot use, in one of the topics. */
    MALFORMED_RECORD(14),
    /** A service's clock jumps, and jumps back some seconds later. */
    CLOCK_STEP(4),
    /** Somebody cancels a job. */
    CANCEL(5);

    /** Drawn where nobody names others: all but those that fill the disks of broker and database. */
    static final Set<FaultKind> USUAL =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(FULL_BROKER_DISK, FULL_DATABASE_DISK)));

    private final int weight;

    FaultKind(int weight) {
        this.weight = weight;
    }

    int weight() {
        return weight;
    }
}
