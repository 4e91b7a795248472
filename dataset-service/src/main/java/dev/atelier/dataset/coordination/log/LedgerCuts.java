package dev.atelier.dataset.coordination.log;

import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.SnapshotEntry;
import dev.atelier.dataset.coordination.ledger.UnreportedRecords.Range;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Takes what has changed in the ledger, as it is at one point of the topics. Only the thread that reads them knows such a
 * point, so that thread takes it for the one that requests it.
 */
final class LedgerCuts {
    private final Ledger ledger;
    private final AtomicReference<@Nullable Request> requested = new AtomicReference<>();
    private volatile Reading reading = new Reading();
    private volatile Map<TopicPartition, Long> positions = Map.of();

    LedgerCuts(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The topics as they are read from their beginning or a snapshot on; another object after the ledger was cleared. */
    static final class Reading {}

    /**
     * Changes of the ledger. Those that cannot be written are to be given back.
     *
     * @param positions in the topics that a snapshot is made of, before which the ledger holds every record
     */
    record Cut(Reading reading, Map<TopicPartition, Long> positions, List<SnapshotEntry> entries) {}

    private record Request(boolean isWhole, CompletableFuture<Cut> cut) {}

    /** What is being read now. */
    Reading reading() {
        return reading;
    }

    /**
     * Waits for the next point at which a cut can be taken. One request at a time.
     *
     * @param isWhole whether all entries count as changed
     */
    Cut take(boolean isWhole) throws InterruptedException {
        Request request = new Request(isWhole, new CompletableFuture<>());
        requested.set(request);
        try {
            return request.cut().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A cut of the ledger failed", e.getCause());
        }
    }

    /** Before these the ledger holds every record of the topics that a snapshot is made of; empty before any were read. */
    Map<TopicPartition, Long> positions() {
        return positions;
    }

    /** Takes note that the ledger was cleared, because its topics are not those that it was read from. */
    void reset() {
        positions = Map.of();
        reading = new Reading();
    }

    /**
     * Takes the cut that is requested. Called by the thread that reads the topics.
     *
     * @param all positions before which the ledger holds every record, and none behind
     */
    void advance(Map<TopicPartition, Long> all) {
        positions = sources(all);
        Optional.ofNullable(requested.getAndSet(null)).ifPresent(request -> {
            if (request.isWhole()) {
                ledger.snapshot().changeAll();
            }
            request.cut().complete(new Cut(reading, positions, ledger.snapshot().takeChanged()));
        });
    }

    /** Not behind a record that is still to be reported: a service that starts has to find it. */
    private Map<TopicPartition, Long> sources(Map<TopicPartition, Long> all) {
        Map<TopicPartition, Range> unreported = ledger.unreported().ranges();
        Map<TopicPartition, Long> sources = new HashMap<>();
        all.forEach((partition, position) -> {
            if (SnapshotTopic.isSource(partition.topic())) {
                sources.put(
                        partition,
                        Optional.ofNullable(unreported.get(partition))
                                .map(range -> Math.min(position, range.first()))
                                .orElse(position));
            }
        });
        return sources;
    }
}
