package dev.atelier.dataset.coordination.log;

import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.SnapshotEntries;
import dev.atelier.dataset.coordination.ledger.SnapshotEntry;
import dev.atelier.dataset.coordination.ledger.SnapshotKey;
import dev.atelier.dataset.coordination.log.LedgerCuts.Cut;
import dev.atelier.dataset.coordination.log.LedgerCuts.Reading;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jboss.logging.Logger;

/**
 * Snapshots of the ledger, so that a service that starts reads its topics from the latest one on.
 *
 * <p>Keys begin with the name of a lineage. All replicas write to the same one, each what has changed for it since it wrote
 * last, unless the snapshot holds more than it has read itself. Another lineage begins where the snapshot is of other topics
 * or cannot be read; what is left of earlier ones is deleted.
 */
@Singleton
public class LedgerSnapshots {
    private static final Logger LOG = Logger.getLogger(LedgerSnapshots.class);
    /** With more changes than this a snapshot is written at once, so that their keys do not fill the heap. */
    private static final int MOST_CHANGES = 100_000;
    /** Committed offsets of a group without members expire after days. */
    private static final Duration COMMIT_EVERY = Duration.ofHours(12);

    private static final Duration CHECK_EVERY = Duration.ofSeconds(1);
    /** Keys of earlier lineages that are deleted at once. */
    private static final int MOST_OUTDATED = 10_000;

    private final KafkaConnection kafka;
    private final SnapshotTopic topic;
    private final Ledger ledger;
    private final SnapshotEntries entries;
    private final LedgerCuts cuts;
    private final InstantSource clock;
    private final Set<String> outdated = new HashSet<>();
    private final Set<String> unusable = new HashSet<>();
    private Known known;
    private Instant writtenAt = Instant.MIN;

    /**
     * What is known of the topics that are being read.
     *
     * @param topicIds by name; empty where they have not been read yet
     * @param last the snapshot that was read or written last
     */
    private record Known(Reading reading, Map<String, String> topicIds, Optional<SnapshotOrigin> last) {}

    @Inject
    public LedgerSnapshots(KafkaConnection kafka, Ledger ledger, InstantSource clock) {
        this.kafka = kafka;
        this.topic = new SnapshotTopic(kafka);
        this.ledger = ledger;
        this.entries = ledger.snapshot();
        this.cuts = new LedgerCuts(ledger);
        this.clock = clock;
        this.known = new Known(cuts.reading(), Map.of(), Optional.empty());
    }

    /** Takes the cuts that are written. */
    LedgerCuts cuts() {
        return cuts;
    }

    /**
     * Takes the latest snapshot into the ledger, which is empty.
     *
     * @return where to read the topics on; empty where there is no snapshot of them
     * @throws KafkaException if the broker does not respond
     */
    public Map<TopicPartition, Long> restore() throws InterruptedException {
        try {
            return restoreLatest();
        } catch (AuthorizationException e) {
            LOG.warnf(
                    "No permission to read the ledger's snapshot; the topics are read from their beginning: %s",
                    e.getMessage());
            return Map.of();
        }
    }

    private Map<TopicPartition, Long> restoreLatest() throws InterruptedException {
        Map<String, String> topicIds = topic.sourceIds();
        known = new Known(cuts.reading(), topicIds, Optional.empty());
        topic.settle();
        Optional<SnapshotOrigin> found = topic.origin().filter(origin -> origin.isOf(topicIds));
        if (found.isEmpty()) {
            return Map.of();
        }
        SnapshotOrigin origin = found.get();
        if (!origin.isWithin(kafka.ends(origin.offsets().keySet()))) {
            unusable.add(origin.lineage());
            return Map.of();
        }
        try {
            read(origin);
        } catch (KafkaException e) {
            ledger.clear();
            throw e;
        } catch (RuntimeException damaged) {
            LOG.warnf("The ledger's snapshot cannot be used; its topics are read from their beginning: %s", damaged);
            ledger.clear();
            unusable.add(origin.lineage());
            return Map.of();
        }
        known = new Known(cuts.reading(), topicIds, found);
        return origin.offsets();
    }

    private void read(SnapshotOrigin origin) throws InterruptedException {
        AtomicReference<byte[]> mark = new AtomicReference<>(new byte[0]);
        topic.read((name, value) -> {
            if (name.equals(origin.markKey())) {
                mark.set(value.orElse(new byte[0]));
            } else {
                restore(origin.lineage(), name, value);
            }
        });
        if (topic.origin().filter(origin::equals).isEmpty()) {
            throw new KafkaException("Another snapshot has replaced the one that was read");
        }
        if (!Arrays.equals(mark.get(), origin.mark())) {
            throw new IllegalStateException("the topic has lost entries of it");
        }
        entries.endRestoring();
    }

    private void restore(String lineage, String name, Optional<byte[]> value) {
        int slash = name.indexOf('/');
        if (slash >= 0 && name.substring(0, slash).equals(lineage)) {
            SnapshotKey.parse(name.substring(slash + 1))
                    .ifPresent(key ->
                            value.ifPresentOrElse(entry -> entries.restore(key, entry), () -> entries.remove(key)));
        } else if (value.isEmpty()) {
            outdated.remove(name);
        } else if (outdated.size() < MOST_OUTDATED) {
            outdated.add(name);
        }
    }

    /**
     * Writes a snapshot each time this long has passed, and more often while much changes, until it is interrupted. Where
     * the broker does not respond, the next snapshot holds what this one should have.
     */
    public void writeEvery(Duration period) throws InterruptedException {
        boolean failed = false;
        while (true) {
            Instant due = clock.instant().plus(period);
            while (clock.instant().isBefore(due) && entries.changes() < MOST_CHANGES) {
                Thread.sleep(CHECK_EVERY);
            }
            try {
                write();
                failed = false;
            } catch (KafkaException e) {
                if (!failed) {
                    LOG.warnf("The ledger's snapshot cannot be written, retrying: %s", e.getMessage());
                }
                failed = true;
                Thread.sleep(CHECK_EVERY);
            }
        }
    }

    /**
     * Updates the snapshot, unless it holds more than the ledger does.
     *
     * @throws KafkaException if it may or may not be written
     */
    public void write() throws InterruptedException {
        if (isUpToDate()) {
            return;
        }
        try (SnapshotTopic.Transaction transaction = topic.begin()) {
            refreshSourceIds(cuts.reading());
            Optional<SnapshotOrigin> found = topic.origin()
                    .filter(origin -> origin.isOf(known.topicIds()) && !unusable.contains(origin.lineage()));
            String lineage = found.map(SnapshotOrigin::lineage).orElseGet(SnapshotOrigin::newLineage);
            boolean isContinued =
                    known.last().filter(last -> last.lineage().equals(lineage)).isPresent();
            Cut cut = cuts.take(!isContinued);
            if (cut.reading() == known.reading()
                    && found.filter(origin -> !origin.isWithin(cut.positions())).isEmpty()) {
                write(transaction, lineage, cut, isContinued);
            } else {
                entries.giveBack(cut.entries());
            }
        }
    }

    private void write(SnapshotTopic.Transaction transaction, String lineage, Cut cut, boolean isContinued) {
        boolean isWritten = false;
        try {
            for (SnapshotEntry entry : cut.entries()) {
                String name = lineage + '/' + entry.key().text();
                entry.json().get().ifPresentOrElse(json -> transaction.put(name, json), () -> transaction.delete(name));
            }
            if (isContinued) {
                outdated.forEach(transaction::delete);
            }
            SnapshotOrigin origin = new SnapshotOrigin(lineage, known.topicIds(), cut.positions());
            transaction.commit(origin);
            isWritten = true;
            outdated.clear();
            known = new Known(known.reading(), known.topicIds(), Optional.of(origin));
            writtenAt = clock.instant();
        } finally {
            if (!isWritten) {
                entries.giveBack(cut.entries());
            }
        }
    }

    private boolean isUpToDate() {
        return cuts.positions().isEmpty()
                || entries.changes() == 0
                        && known.last()
                                .filter(last -> last.offsets().equals(cuts.positions()))
                                .isPresent()
                        && clock.instant().isBefore(writtenAt.plus(COMMIT_EVERY));
    }

    /** Reads the ids of the topics that are being read. The snapshot of the earlier ones is discarded. */
    private void refreshSourceIds(Reading reading) throws InterruptedException {
        if (reading != known.reading()) {
            known.last().ifPresent(last -> unusable.add(last.lineage()));
            known = new Known(reading, topic.sourceIds(), Optional.empty());
        } else if (known.topicIds().isEmpty()) {
            known = new Known(reading, topic.sourceIds(), known.last());
        }
    }
}
