package dev.atelier.dataset.coordination.log;

import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.contracts.message.Traces;
import dev.atelier.contracts.topic.Topic;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.LogPlace;
import dev.atelier.kafka.RecordHandler;
import dev.atelier.kafka.TopicReader;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads events, controls, queues and manifests from their beginning into the ledger, on a thread of its own, for as long
 * as the service runs. No record ends it: of one that cannot be read, and of an edit, the ledger notes where it lies. Where the topics turn
 * out not to be the ones it has read, it forgets everything and reads them from the beginning.
 */
@Singleton
public class LedgerFollower implements AutoCloseable {
    /** What the ledger is made of. */
    static final Set<String> TOPICS = Stream.concat(
                    Stream.of(Topics.EVENTS, Topics.CONTROLS, Topics.DATASETS),
                    Families.known().stream().map(Topics::jobs))
            .map(Topic::topicName)
            .collect(Collectors.toUnmodifiableSet());

    private final TopicReader reader;
    private final LedgerSnapshots snapshots;

    @Inject
    public LedgerFollower(KafkaConnection kafka, Ledger ledger, LedgerProgress progress, LedgerSnapshots snapshots) {
        this.snapshots = snapshots;
        this.reader = new TopicReader(
                "ledger", kafka.broker(), TOPICS, new Handler(ledger, progress, snapshots.cuts()), System::nanoTime);
    }

    /**
     * Begins behind the latest snapshot.
     *
     * @throws org.apache.kafka.common.KafkaException if the broker does not respond
     */
    public void start() throws InterruptedException {
        reader.start(snapshots.restore());
    }

    /** How long ago the topics were last polled; more than minutes mean that they are no longer read. */
    public Duration sinceLastTurn() {
        return reader.sinceLastTurn();
    }

    @Override
    @PreDestroy
    public void close() {
        reader.close();
    }

    private record Handler(Ledger ledger, LedgerProgress progress, LedgerCuts cuts) implements RecordHandler {
        @Override
        public void apply(ConsumerRecord<byte[], byte[]> record) {
            if (isEvent(record)) {
                LogPlace place = new LogPlace(record.partition(), record.offset());
                LedgerEvents.epoch(record)
                        .ifPresent(epoch -> ledger.applyEpoch(epoch.job(), epoch.run(), epoch.time()));
                LedgerEvents.read(record)
                        .ifPresent(event ->
                                ledger.apply(event, place, record.value().length, Traces.text(record.headers())));
            } else if (TopicRecords.isQueue(record.topic())) {
                QueuedJob job = TopicRecords.job(record);
                ledger.applyQueueRecord(
                        job.job(), job.round(), record.offset(), Instant.ofEpochMilli(record.timestamp()));
            } else if (TopicRecords.isEdit(record)) {
                TopicRecords.edit(record).ifPresent(edit -> reportIsDue(record));
            } else if (record.topic().equals(Topics.CONTROLS.topicName())) {
                ledger.apply(TopicRecords.key(record), TopicRecords.control(record));
            } else {
                TopicRecords.require(record);
            }
        }

        @Override
        public void setAside(ConsumerRecord<byte[], byte[]> record, Throwable reason) {
            // The results service sets events aside itself.
            if (!isEvent(record)) {
                reportIsDue(record);
                TopicRecords.unreadablePin(record)
                        .ifPresent(pin -> ledger.apply(TopicRecords.key(record), Optional.of(pin)));
            }
        }

        private void reportIsDue(ConsumerRecord<byte[], byte[]> record) {
            ledger.unreported().recordFound(new TopicPartition(record.topic(), record.partition()), record.offset());
        }

        @Override
        public void onPositions(Map<TopicPartition, Long> positions) {
            ledger.unreported().recordPositions(positions);
            cuts.advance(positions);
            progress.advance(positions);
        }

        @Override
        public void reset() {
            progress.reset();
            ledger.clear();
            cuts.reset();
        }

        private static boolean isEvent(ConsumerRecord<byte[], byte[]> record) {
            return record.topic().equals(Topics.EVENTS.topicName());
        }
    }
}
