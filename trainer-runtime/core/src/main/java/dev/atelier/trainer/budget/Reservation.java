package dev.atelier.trainer.budget;

import dev.atelier.trainer.retention.FileLocks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * What one job takes of its machine: first its cores, then memory. Each is requested again and again until it is there;
 * the first request takes a place in line, which lasts as long as the requests go on. Used by one thread.
 */
public final class Reservation implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Reservation.class);

    private final Optional<BudgetFolder> folder;
    private final int cores;
    private final String name = UUID.randomUUID().toString();
    private ReservationEntry entry;
    private boolean hasWaited;
    private Optional<FileLocks.Held> lock = Optional.empty();

    Reservation(Optional<BudgetFolder> folder, ReservationEntry entry, int cores) {
        this.folder = folder;
        this.entry = entry;
        this.cores = cores;
    }

    /** Cores that the job has, once it has any; before, the most that it takes. */
    public int threads() {
        return entry.threads();
    }

    /** Takes the job's cores, all at once; returns whether it has them. */
    public boolean tryCores() {
        return folder.map(shared -> entry.runs()
                        || inTurn(shared, () -> {
                            OptionalInt taken = entry.coresFor(shared.others(name), cores);
                            if (taken.isPresent()) {
                                write(shared, entry.running(taken.getAsInt()));
                            } else if (hasWaited) {
                                shared.refresh(name);
                            } else {
                                write(shared, entry.waiting());
                                hasWaited = true;
                            }
                            return taken.isPresent();
                        }))
                .orElse(true);
    }

    /**
     * Takes memory beside heaps; returns whether the job has it.
     *
     * @param bytes that the job takes
     * @param capacity bytes that all jobs of the machine may take together
     */
    public boolean tryMemory(long bytes, long capacity) {
        if (folder.isEmpty() || bytes <= entry.bytes()) {
            return true;
        }
        BudgetFolder shared = folder.get();
        return inTurn(shared, () -> {
            ReservationEntry wanting = entry.waitingFor(bytes);
            boolean fits = wanting.mayTakeMemory(shared.others(name), capacity);
            if (fits) {
                write(shared, entry.having(bytes));
            } else if (!entry.equals(wanting)) {
                write(shared, wanting);
            } else {
                shared.refresh(name);
            }
            return fits;
        });
    }

    /** Gives everything back. */
    @Override
    public void close() {
        if (folder.isEmpty() || lock.isEmpty()) {
            return;
        }
        try (FileLocks.Held held = lock.get()) {
            folder.get().delete(name);
        } catch (IOException | UncheckedIOException e) {
            LOG.debugf(e, "The reservation %s is unlocked, and deleted by the next job", name);
        }
        lock = Optional.empty();
    }

    /** Takes a step where nobody else takes one just now; else nothing is taken. */
    private boolean inTurn(BudgetFolder shared, BudgetFolder.Step step) {
        return shared.use(() -> {
            Optional<FileLocks.Held> gate = shared.tryGate();
            if (gate.isEmpty()) {
                return false;
            }
            try (FileLocks.Held held = gate.get()) {
                if (lock.isEmpty()) {
                    joinLine(shared);
                }
                return step.take();
            }
        });
    }

    private void joinLine(BudgetFolder shared) throws IOException {
        write(shared, entry.at(shared.nextTicket()));
        lock = Optional.of(shared.lock(name));
    }

    private void write(BudgetFolder shared, ReservationEntry next) throws IOException {
        shared.write(name, next);
        entry = next;
    }
}
