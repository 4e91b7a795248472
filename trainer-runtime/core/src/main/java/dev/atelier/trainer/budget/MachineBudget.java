package dev.atelier.trainer.budget;

import dev.atelier.trainer.machine.Machine;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * The cores and the memory of a machine, of which each job takes what it needs before it runs, over all trainers that know
 * the same folder. Jobs run side by side as far as their threads allow: threads that share a core wait on each other, and
 * programs that wait in spin loops become many times slower by it. A job takes all of its cores at once, before it begins. What it has is free
 * again when it ends, and when its process does, however it ends.
 */
public final class MachineBudget {
    private final Optional<BudgetFolder> folder;
    private final int cores;
    private final String host;

    private MachineBudget(Optional<BudgetFolder> folder, int cores, String host) {
        this.folder = folder;
        this.cores = cores;
        this.host = host;
    }

    /**
     * A budget that all trainers share which know the folder.
     *
     * @param cores that there are, for all of them
     */
    public static MachineBudget shared(Path folder, int cores) {
        return shared(folder, cores, Machine.host().orElse(""), Clock.systemUTC());
    }

    /** @param host whose memory jobs take here */
    static MachineBudget shared(Path folder, int cores, String host, Clock clock) {
        if (cores < 1) {
            throw new IllegalArgumentException("cores is " + cores + "; expected at least 1");
        }
        return new MachineBudget(
                Optional.of(new BudgetFolder(folder, clock, ReservationEntry.everything(host, cores))), cores, host);
    }

    /** A budget that has everything for everybody: no job waits for another. */
    public static MachineBudget unlimited() {
        return new MachineBudget(Optional.empty(), Integer.MAX_VALUE, "");
    }

    /**
     * What a job will take; nothing is taken yet.
     *
     * @param threads of the job's arithmetic: cores that it takes, or all where there are fewer
     * @param device where that takes place, such as {@code cuda:0}; jobs share {@code cpu} only
     */
    public Reservation reserve(int threads, String device) {
        return reserve(threads, threads, device);
    }

    /** The same of a job that can do with fewer threads: it takes so many at most, and fewer where other jobs want cores too. */
    public Reservation reserveUpTo(int threads, String device) {
        return reserve(1, threads, device);
    }

    /** What does not work of the folder, in one sentence without a full stop; empty where all does. */
    public Optional<String> problem() {
        try {
            folder.ifPresent(shared -> shared.use(() -> {
                shared.probe();
                return true;
            }));
            return Optional.empty();
        } catch (BudgetUnavailableException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    private Reservation reserve(int least, int most, String device) {
        return new Reservation(
                folder,
                new ReservationEntry(0, host, Math.min(least, cores), Math.min(most, cores), device, false, 0, 0),
                cores);
    }
}
