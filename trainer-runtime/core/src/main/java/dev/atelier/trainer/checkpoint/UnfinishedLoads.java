package dev.atelier.trainer.checkpoint;

import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How often a job's dataset was begun to be loaded by a process that ended before it was loaded, kept beside the job's
 * checkpoints. Kept by size of heap, because a process with a larger heap may have room. Used by one thread at a time.
 */
public final class UnfinishedLoads {
    private static final System.Logger LOG = System.getLogger(UnfinishedLoads.class.getName());

    private final Path file;

    /**
     * Loads by processes of one size of heap.
     *
     * @param last when the latest of them began
     */
    public record Count(long heapBytes, int loads, Instant last) {}

    UnfinishedLoads(Path file) {
        this.file = file;
    }

    /**
     * What is known of processes that had at least so large a heap.
     *
     * @return nothing where none of them ended while it loaded the dataset
     */
    public Optional<Count> of(long heapBytes) throws IOException {
        List<Count> known =
                read().stream().filter(count -> count.heapBytes() >= heapBytes).toList();
        return known.stream()
                .map(Count::last)
                .max(Comparator.naturalOrder())
                .map(last -> new Count(
                        heapBytes, known.stream().mapToInt(Count::loads).sum(), last));
    }

    /** Counts a load that is about to begin. */
    public void begin(long heapBytes, Instant now) throws IOException {
        List<Count> known = new ArrayList<>(read());
        int before = remove(known, heapBytes).map(Count::loads).orElse(0);
        known.add(new Count(heapBytes, before + 1, now));
        write(known);
    }

    /** Uncounts the latest load: it ended without a crash. */
    public void withdraw(long heapBytes) throws IOException {
        List<Count> known = new ArrayList<>(read());
        remove(known, heapBytes)
                .filter(count -> count.loads() > 1)
                .ifPresent(count -> known.add(new Count(heapBytes, count.loads() - 1, count.last())));
        write(known);
    }

    private static Optional<Count> remove(List<Count> known, long heapBytes) {
        Optional<Count> found =
                known.stream().filter(count -> count.heapBytes() == heapBytes).findFirst();
        found.ifPresent(known::remove);
        return found;
    }

    /** The dataset is loaded: no load of this job is unfinished. */
    public void end() throws IOException {
        Files.deleteIfExists(file);
    }

    private List<Count> read() throws IOException {
        try {
            return List.of(Json.read(Files.readAllBytes(file), Count[].class));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (UncheckedIOException | NullPointerException e) {
            LOG.log(Level.WARNING, "{0} is damaged and counts as absent: {1}", file, e.getMessage());
            return List.of();
        }
    }

    private void write(List<Count> counts) throws IOException {
        if (counts.isEmpty()) {
            end();
            return;
        }
        StoredFile.write(file, Json.bytes(counts));
    }
}
