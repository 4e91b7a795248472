package dev.atelier.trainer.retention;

import dev.atelier.trainer.retention.Retention.Entry;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A folder of entries, each a folder of its own, that any number of processes share. An entry is used only while it is
 * held, and deleted only while nobody holds it; both happen under the folder's lock, so that no process deletes what
 * another is about to use. What was used longest ago goes first, and what nobody used for a long time goes by itself.
 */
public final class RetainedFolder {
    private static final String LOCK = ".lock";
    /** A file that is as old as the last use. */
    private static final String USED = "used";

    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

    private final Path folder;
    private final Retention retention;
    private final Clock clock;

    public RetainedFolder(Path folder, Retention retention, Clock clock) {
        this.folder = folder;
        this.retention = retention;
        this.clock = clock;
    }

    /** Most bytes that are kept. */
    public long bytesAtMost() {
        return retention.bytes();
    }

    /** Whether there is such an entry. */
    public boolean has(String name) {
        return Files.isDirectory(folder.resolve(name));
    }

    /**
     * Uses an entry, which is made where it is not there. Empty where it is held exclusively, or held at all where this
     * is to.
     *
     * @param name a file's name
     */
    public Optional<Hold> hold(String name, Hold.Mode mode) throws IOException {
        Path entry = folder.resolve(name);
        try (FileLocks.Held alone = lock()) {
            Files.createDirectories(entry);
            Optional<FileLocks.Held> held = FileLocks.tryLock(entry.resolve(LOCK), mode == Hold.Mode.SHARED);
            if (held.isPresent()) {
                Path used = Files.write(entry.resolve(USED), new byte[0]);
                Files.setLastModifiedTime(used, FileTime.from(clock.instant()));
            }
            return held.map(lock -> new Hold(entry, lock));
        }
    }

    /**
     * Deletes what nobody used for long, then what was used longest ago, until there is room.
     *
     * @param bytes room to make
     * @param spared names of entries that stay in any case
     */
    public void makeRoom(long bytes, Collection<String> spared) throws IOException {
        delete(bytes, Set.copyOf(spared), Sweep.Mode.DELETE, deletion -> {});
    }

    /** Deletes what nobody used for long, and what is too much, as a sweep of some kind. */
    public Sweep sweep(String kind) {
        return new Sweep() {
            @Override
            public String kind() {
                return kind;
            }

            @Override
            public Path folder() {
                return folder;
            }

            @Override
            public void run(Mode mode, Consumer<Deletion> deleted) throws IOException {
                delete(0, Set.of(), mode, deleted);
            }
        };
    }

    private void delete(long room, Set<String> spared, Sweep.Mode mode, Consumer<Deletion> deleted) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (FileLocks.Held alone = lock()) {
            List<Entry> entries = entries(spared);
            long kept = entries.stream().mapToLong(Entry::bytes).sum();
            for (Entry each : entries) {
                Optional<Retention.Cause> cause = retention.cause(each, kept, room, clock.instant());
                if (cause.isPresent() && delete(folder.resolve(each.name()), mode)) {
                    deleted.accept(new Deletion(each.name(), each.bytes(), words(cause.get())));
                    kept -= each.bytes();
                }
            }
        }
    }

    private String words(Retention.Cause cause) {
        return switch (cause) {
            case AGE -> "not used for " + retention.age();
            case SIZE -> "all together took more than " + retention.size();
        };
    }

    private FileLocks.Held lock() throws IOException {
        Files.createDirectories(folder);
        return FileLocks.lock(folder.resolve(LOCK), LOCK_TIMEOUT);
    }

    private List<Entry> entries(Set<String> spared) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path each : all.filter(Files::isDirectory).toList()) {
                String name = each.getFileName().toString();
                if (!spared.contains(name)) {
                    entries.add(new Entry(name, used(each), bytes(each)));
                }
            }
        }
        entries.sort(Retention.longestUnusedFirst());
        return entries;
    }

    /** When the entry was last used; where that is not known, when it was last written. */
    private static Instant used(Path entry) throws IOException {
        try {
            return Files.getLastModifiedTime(entry.resolve(USED)).toInstant();
        } catch (NoSuchFileException unknown) {
            return written(entry);
        }
    }

    private static Instant written(Path entry) throws IOException {
        Instant latest = Instant.MIN;
        try (Stream<Path> files = Files.list(entry)) {
            for (Path file : files.filter(each -> !each.endsWith(LOCK)).toList()) {
                Instant written = Files.getLastModifiedTime(file).toInstant();
                latest = written.isAfter(latest) ? written : latest;
            }
            return latest.equals(Instant.MIN) ? Files.getLastModifiedTime(entry).toInstant() : latest;
        }
    }

    /** What another process deletes meanwhile takes no bytes. */
    private static long bytes(Path entry) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(entry)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        } catch (NoSuchFileException gone) {
            return 0;
        }
        return bytes;
    }

    /** Whether it is gone, or would be; an entry that is held stays. */
    private static boolean delete(Path entry, Sweep.Mode mode) throws IOException {
        Path lock = entry.resolve(LOCK);
        if (Files.isDirectory(entry)) {
            Optional<FileLocks.Held> held = FileLocks.tryLock(lock, false);
            if (held.isEmpty()) {
                return false;
            }
            try (FileLocks.Held alone = held.get();
                    Stream<Path> files = Files.list(entry)) {
                if (mode == Sweep.Mode.DRY_RUN) {
                    return true;
                }
                for (Path file : files.filter(each -> !each.equals(lock)).toList()) {
                    Files.deleteIfExists(file);
                }
                Files.deleteIfExists(lock);
            }
        }
        try {
            return Files.deleteIfExists(entry);
        } catch (DirectoryNotEmptyException filled) {
            return false;
        }
    }
}
