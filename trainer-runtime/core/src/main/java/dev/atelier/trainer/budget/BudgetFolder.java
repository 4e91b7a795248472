package dev.atelier.trainer.budget;

import dev.atelier.contracts.json.Json;
import dev.atelier.trainer.retention.FileLocks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The entries of a machine's jobs as files, two for each: {@code NAME.lock}, which its process keeps locked, and
 * {@code NAME.json}, which others read. The system unlocks the first when the process ends, however it ends; the next
 * process that finds it unlocked deletes both. Entries are written, and read to decide, only by the holder of {@code gate.lock}, who never waits.
 */
final class BudgetFolder {
    private static final Logger LOG = Logger.getLogger(BudgetFolder.class);
    /** A job that waits shows that it still does far more often. One that does not loses its turn, not its place. */
    private static final Duration STILL_WAITS = Duration.ofSeconds(10);

    private static final Duration REFRESH = Duration.ofSeconds(1);
    /** A job has the gate for far less. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(5);

    private static final String ENTRY = ".json";
    private static final String LOCK = ".lock";

    private final Path folder;
    private final Clock clock;
    private final ReservationEntry everything;
    private final Set<Path> reported = ConcurrentHashMap.newKeySet();

    /** @param everything an entry that takes all cores and all memory */
    BudgetFolder(Path folder, Clock clock, ReservationEntry everything) {
        this.folder = folder.toAbsolutePath().normalize();
        this.clock = clock;
        this.everything = everything;
    }

    /** A step that needs the folder. */
    @FunctionalInterface
    interface Step {
        boolean take() throws IOException;
    }

    /**
     * Takes a step.
     *
     * @throws BudgetUnavailableException if the folder cannot be used, or its file system has no locks
     */
    boolean use(Step step) {
        try {
            return step.take();
        } catch (IOException | UncheckedIOException | UnsupportedOperationException | OverlappingFileLockException e) {
            throw new BudgetUnavailableException(folder, e);
        }
    }

    /** Tries all that a job needs here: it takes the gate, writes an entry, reads those of others, and deletes its own. */
    void probe() throws IOException {
        Files.createDirectories(folder);
        String name = "probe-" + UUID.randomUUID();
        try (FileLocks.Held gate = FileLocks.lock(folder.resolve("gate" + LOCK), LONGEST_STEP)) {
            try {
                write(name, everything);
                try (FileLocks.Held own = lock(name)) {
                    others(name);
                }
            } finally {
                delete(name);
            }
        }
    }

    /** The right to read and write entries; empty while another has it. */
    Optional<FileLocks.Held> tryGate() throws IOException {
        Files.createDirectories(folder);
        return FileLocks.tryLock(folder.resolve("gate" + LOCK), false);
    }

    /** Locks the entry of a job, which has been written. */
    FileLocks.Held lock(String name) throws IOException {
        return FileLocks.tryLock(lockOf(name), false)
                .orElseThrow(() -> new IOException(lockOf(name) + " is locked although it is new"));
    }

    void write(String name, ReservationEntry entry) throws IOException {
        Files.write(entryOf(name), Json.MAPPER.writeValueAsBytes(entry));
        touch(name);
    }

    /** Shows that the job still waits. */
    void refresh(String name) throws IOException {
        if (age(entryOf(name)).compareTo(REFRESH) >= 0) {
            touch(name);
        }
    }

    /** The number after those of all entries that are there. */
    long nextTicket() throws IOException {
        return others("").stream().mapToLong(ReservationEntry::ticket).max().orElse(0) + 1;
    }

    /** The entries of all other jobs whose process lives, but for those that should be waiting and do not. */
    List<ReservationEntry> others(String own) throws IOException {
        List<ReservationEntry> entries = new ArrayList<>();
        for (String name : names()) {
            if (!name.equals(own) && isHeld(name)) {
                read(entryOf(name)).ifPresent(entries::add);
            }
        }
        return entries;
    }

    /** The lock first: an entry without one is deleted by the next who reads it. */
    void delete(String name) throws IOException {
        Files.deleteIfExists(lockOf(name));
        Files.deleteIfExists(entryOf(name));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !Files.isDirectory(file))
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENTRY))
                    .map(name -> name.substring(0, name.length() - ENTRY.length()))
                    .toList();
        }
    }

    private boolean isHeld(String name) throws IOException {
        Optional<FileLocks.Held> left = FileLocks.tryLock(lockOf(name), false);
        if (left.isEmpty()) {
            return true;
        }
        try (FileLocks.Held unlocked = left.get()) {
            delete(name);
        }
        return false;
    }

    /** Empty for what was deleted meanwhile. What a job takes whose entry cannot be read is not known: it may be everything. */
    private Optional<ReservationEntry> read(Path file) throws IOException {
        try {
            ReservationEntry entry = Json.MAPPER.readValue(Files.readAllBytes(file), ReservationEntry.class);
            if (!entry.waits() || age(file).compareTo(STILL_WAITS) < 0) {
                return Optional.of(entry);
            }
            return entry.runs() ? Optional.of(entry.waitingFor(0)) : Optional.empty();
        } catch (NoSuchFileException deleted) {
            return Optional.empty();
        } catch (IOException unreadable) {
            if (reported.add(file)) {
                LOG.warnf(
                        "A job counts as one that takes all cores and all memory: its entry cannot be read: %s",
                        unreadable);
            }
            return Optional.of(everything);
        }
    }

    private Duration age(Path file) throws IOException {
        return Duration.between(Files.getLastModifiedTime(file).toInstant(), clock.instant());
    }

    private void touch(String name) throws IOException {
        Instant now = clock.instant();
        Files.setLastModifiedTime(entryOf(name), FileTime.from(now));
    }

    private Path entryOf(String name) {
        return folder.resolve(name + ENTRY);
    }

    private Path lockOf(String name) {
        return folder.resolve(name + LOCK);
    }
}
