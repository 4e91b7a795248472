package dev.atelier.trainer.outage;

import dev.atelier.trainer.outage.MachineFault.Kind;
import dev.atelier.trainer.queue.Admission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Whether this machine can work on jobs. It is probed before the first job and whenever a job meets what looks like the
 * machine's fault; while something does not work the trainer takes no jobs, reports why, and probes again after growing
 * pauses, so that it comes back by itself. An outage that follows closely on another begins with that one's last pause.
 * Safe for use by several threads.
 */
public final class MachineCondition implements Admission {
    private static final Logger LOG = Logger.getLogger(MachineCondition.class);
    private final Map<Kind, List<MachineProbe>> probes;
    private final Duration firstPause;
    private final Duration longestPause;
    private final Clock clock;
    private boolean probed;
    private Duration pause;
    private Instant nextProbe = Instant.MIN;
    private Instant lastEnd = Instant.MIN;
    private long bytes;
    private volatile Optional<Outage> outage = Optional.empty();

    /**
     * @param probes by what they try
     * @param firstPause time from the beginning of an outage to the next probe; it doubles with each
     * @param longestPause the longest time between two probes
     */
    public MachineCondition(
            Map<Kind, List<MachineProbe>> probes, Duration firstPause, Duration longestPause, Clock clock) {
        this.probes = new EnumMap<>(probes);
        this.firstPause = firstPause;
        this.longestPause = longestPause;
        this.clock = clock;
        this.pause = firstPause;
    }

    /** A machine on which everything always works. */
    public static MachineCondition sound() {
        return new MachineCondition(
                new EnumMap<>(Kind.class), Duration.ofSeconds(1), Duration.ofSeconds(1), Clock.systemUTC());
    }

    /** The outage that keeps the trainer from working now. */
    public Optional<Outage> outage() {
        return outage;
    }

    /** Whether a job may be taken. Probes the machine where that has not been done yet, or an outage may be over. */
    @Override
    public synchronized boolean isOpen() {
        if (probed && outage.isEmpty()) {
            return true;
        }
        if (clock.instant().isBefore(nextProbe)) {
            return false;
        }
        probed = true;
        Optional<Outage> found = probe();
        found.ifPresentOrElse(this::enter, this::leave);
        return found.isEmpty();
    }

    /**
     * Determines whether a job's failure is the machine's fault.
     *
     * @return the outage that has begun; empty where the machine works, so that the fault is the job's own
     */
    public synchronized Optional<Outage> examine(MachineFault fault) {
        bytes = Math.max(bytes, fault.bytes());
        Optional<Outage> found = probe();
        found.ifPresentOrElse(this::enter, this::leave);
        return found;
    }

    private Optional<Outage> probe() {
        for (Kind kind : Kind.values()) {
            for (MachineProbe probe : probes.getOrDefault(kind, List.of())) {
                Optional<String> problem = problem(probe);
                if (problem.isPresent()) {
                    return Optional.of(new Outage(kind, problem.get(), clock.instant()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> problem(MachineProbe probe) {
        try {
            return probe.problem(bytes);
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            LOG.debugf(e, "A probe of the machine failed");
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void enter(Outage found) {
        Instant now = clock.instant();
        Optional<Outage> before = outage;
        if (before.isEmpty()) {
            boolean again = lastEnd.plus(longestPause.multipliedBy(2)).isAfter(now);
            pause = again ? pause : firstPause;
        } else {
            pause = pause.multipliedBy(2).compareTo(longestPause) < 0 ? pause.multipliedBy(2) : longestPause;
        }
        nextProbe = now.plus(pause);
        outage = Optional.of(before.map(known -> new Outage(found.kind(), found.reason(), known.since()))
                .orElse(found));
        if (before.filter(known -> known.kind() == found.kind()).isEmpty()) {
            LOG.warnf("This trainer takes no jobs: %s. It retries automatically.", found.reason());
        }
    }

    private void leave() {
        outage.ifPresent(over -> {
            LOG.infof("This trainer takes jobs again after %s; resolved: %s", age(over), over.reason());
            lastEnd = clock.instant();
        });
        outage = Optional.empty();
        bytes = 0;
    }

    private Duration age(Outage over) {
        return Duration.ofSeconds(
                Duration.between(over.since(), clock.instant()).toSeconds());
    }
}
