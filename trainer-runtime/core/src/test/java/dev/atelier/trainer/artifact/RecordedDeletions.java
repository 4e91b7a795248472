package dev.atelier.trainer.artifact;

import dev.atelier.contracts.event.ArtifactsDeleted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A guard that keeps what a test names, and a log in memory. */
final class RecordedDeletions implements ArtifactGuard {
    final List<ArtifactsDeleted> events = new ArrayList<>();
    final Set<String> kept = new HashSet<>();
    boolean ready = true;
    /** Called when an event is in the log. */
    Consumer<ArtifactsDeleted> afterwards = event -> {};

    @Override
    public void requireReady() throws IOException {
        if (!ready) {
            throw new IOException("not ready");
        }
    }

    @Override
    public boolean keeps(String job) {
        return kept.contains(job);
    }

    @Override
    public void record(ArtifactsDeleted event) {
        events.add(event);
        afterwards.accept(event);
    }

    List<String> jobs() {
        return events.stream().map(ArtifactsDeleted::job).toList();
    }
}
