package dev.atelier.trainer.artifact;

import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.trainer.retention.Deletion;
import dev.atelier.trainer.retention.FileLocks;
import dev.atelier.trainer.retention.Retention;
import dev.atelier.trainer.retention.Retention.Cause;
import dev.atelier.trainer.retention.Retention.Entry;
import dev.atelier.trainer.retention.Sweep;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Deletes results that are old or too much, the oldest first, and publishes each deletion before it. A result stays while
 * it is being written, and while its {@link ArtifactGuard} keeps it.
 */
public final class ArtifactSweep implements Sweep {
    private final ArtifactFolder artifacts;
    private final Retention retention;
    private final ArtifactGuard guard;
    private final Clock clock;

    public ArtifactSweep(ArtifactFolder artifacts, Retention retention, ArtifactGuard guard, Clock clock) {
        this.artifacts = artifacts;
        this.retention = retention;
        this.guard = guard;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "artifacts";
    }

    @Override
    public Path folder() {
        return artifacts.root();
    }

    @Override
    public void run(Mode mode, Consumer<Deletion> deleted) throws IOException {
        if (!artifacts.hasLocks()) {
            return;
        }
        guard.requireReady();
        if (mode == Mode.DELETE) {
            artifacts.deleteLeftovers();
        }
        List<Entry> entries = artifacts.entries().stream()
                .sorted(Retention.longestUnusedFirst())
                .toList();
        long kept = entries.stream().mapToLong(Entry::bytes).sum();
        Optional<IOException> failure = Optional.empty();
        for (Entry each : entries) {
            try {
                Optional<Deletion> due = due(each, kept);
                if (due.isPresent() && delete(each, due.get().reason(), mode)) {
                    deleted.accept(due.get());
                    kept -= each.bytes();
                }
            } catch (ArtifactGuard.NotRecordedException e) {
                throw e;
            } catch (IOException e) {
                // One result that cannot be deleted does not keep the others.
                failure.ifPresent(e::addSuppressed);
                failure = Optional.of(e);
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private Optional<Deletion> due(Entry entry, long kept) throws IOException {
        Optional<String> reason = artifacts
                .readDecision(entry.name())
                .or(() -> retention.cause(entry, kept, 0, clock.instant()).map(this::words));
        return reason.map(why -> new Deletion(entry.name(), entry.bytes(), why));
    }

    private String words(Cause cause) {
        return switch (cause) {
            case AGE -> "they are older than " + retention.age();
            case SIZE -> "the results of all jobs together took more than " + retention.size();
        };
    }

    /** Whether the result is gone, or would be. */
    private boolean delete(Entry entry, String reason, Mode mode) throws IOException {
        String job = entry.name();
        Optional<FileLocks.Held> lock = artifacts.tryExclude(job);
        if (lock.isEmpty()) {
            return false;
        }
        try (FileLocks.Held alone = lock.get()) {
            if (mode == Mode.DELETE) {
                guard.requireReady();
            }
            boolean hasChanged = artifacts.entry(job).filter(entry::equals).isEmpty();
            if (hasChanged || guard.keeps(job)) {
                return false;
            }
            if (mode == Mode.DELETE) {
                artifacts.recordDecision(job, reason);
                guard.record(new ArtifactsDeleted(
                        job, artifacts.round(job), reason, entry.bytes(), entry.used(), clock.instant()));
                artifacts.delete(job);
            }
            return true;
        }
    }
}
