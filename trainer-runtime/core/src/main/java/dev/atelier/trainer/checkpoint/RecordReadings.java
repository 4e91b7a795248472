package dev.atelier.trainer.checkpoint;

import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often a record of a job was begun to be read by a process that ended over it, kept beside the job's checkpoints.
 * No run needs to own the job for that. Used by one thread at a time.
 */
public final class RecordReadings {
    static final String NAME = "reading.json";

    private static final System.Logger LOG = System.getLogger(RecordReadings.class.getName());

    private final Path folder;
    private final Path file;

    private record Begun(@Nullable Instant record, int count) {}

    RecordReadings(Path folder) {
        this.folder = folder;
        this.file = folder.resolve(NAME);
    }

    /**
     * Counts that a record of the job is about to be read.
     *
     * @param recordTime distinguishes the record from others of the job
     * @return how often reading this record has begun since it last completed, this time included
     */
    public int begin(Instant recordTime) throws IOException {
        Files.createDirectories(folder);
        int before = 0;
        if (Files.exists(file)) {
            try {
                Begun last = Json.read(Files.readAllBytes(file), Begun.class);
                before = recordTime.equals(last.record()) ? last.count() : 0;
            } catch (UncheckedIOException e) {
                LOG.log(Level.WARNING, "{0} is damaged and counts as absent: {1}", file, e.getMessage());
            }
        }
        StoredFile.write(file, Json.bytes(new Begun(recordTime, before + 1)));
        return before + 1;
    }

    /** Records that reading completed, and leaves no folder behind for a record that is not a job. */
    public void end() throws IOException {
        Files.deleteIfExists(file);
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException claimed) {
            // The job has been worked on before.
        }
    }
}
