package dev.atelier.dataset.coordination.log;

import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.message.Excerpt;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.UnreadableRecords;
import dev.atelier.dataset.coordination.ledger.UnreadableRecords.Range;
import dev.atelier.kafka.OversizedRecordException;
import dev.atelier.kafka.OversizedRecords;
import dev.atelier.kafka.TopicConsumer;
import dev.atelier.kafka.broker.Broker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes the events that report records which cannot be read, by reading those parts of the topics again that have such
 * records. So nothing is kept between finding a record and reporting it but where to look. A report is due once the ledger
 * holds all that was written, and must be written before anybody else can write one.
 */
public final class SetAsideReports {
    /** Reports of one transaction at most; the rest follows with the next. */
    public static final int DUE_AT_MOST = 1000;

    private static final Duration TIME_LIMIT = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int REASON_LENGTH = 500;

    private final Broker broker;
    private final UnreadableRecords unreadable;
    private final InstantSource clock;

    public SetAsideReports(Broker broker, Ledger ledger, InstantSource clock) {
        this.broker = broker;
        this.unreadable = ledger.unreadable();
        this.clock = clock;
    }

    /** The reports that are due, by ascending offsets of each partition; some of them where there are very many. */
    public List<RecordSetAside> due() {
        List<RecordSetAside> reports = new ArrayList<>();
        for (Map.Entry<TopicPartition, Range> each : unreadable.unreported().entrySet()) {
            if (reports.size() < DUE_AT_MOST) {
                reports.addAll(read(each.getKey(), each.getValue(), DUE_AT_MOST - reports.size()));
            }
        }
        return reports;
    }

    private List<RecordSetAside> read(TopicPartition partition, Range range, int most) {
        List<RecordSetAside> reports = new ArrayList<>();
        long deadline = System.nanoTime() + TIME_LIMIT.toNanos();
        try (TopicConsumer consumer = TopicConsumer.of(broker, Map.of(), Map.of(partition, range.first()))) {
            long next = range.first();
            while (next <= range.last() && System.nanoTime() < deadline) {
                for (RecordSetAside report : poll(consumer)) {
                    if (report.offset() <= range.last()) {
                        reports.add(report);
                    }
                    if (reports.size() == most) {
                        return reports;
                    }
                }
                next = consumer.positions().getOrDefault(partition, next);
            }
            if (reports.isEmpty()) {
                unreadable.recordExamined(partition, next);
            }
            return reports;
        }
    }

    private List<RecordSetAside> poll(TopicConsumer consumer) {
        try {
            return consumer.poll(POLL).stream()
                    .flatMap(record -> fault(record).map(reason -> report(record, reason)).stream())
                    .toList();
        } catch (OversizedRecordException e) {
            return List.of(new RecordSetAside(
                    e.partition().topic(),
                    e.partition().partition(),
                    e.offset(),
                    "",
                    "it " + OversizedRecords.REASON,
                    "",
                    clock.instant()));
        }
    }

    private static Optional<String> fault(ConsumerRecord<byte[], byte[]> record) {
        try {
            TopicRecords.require(record);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return Optional.of("it cannot be read: " + e);
        }
    }

    private RecordSetAside report(ConsumerRecord<byte[], byte[]> record, String reason) {
        return new RecordSetAside(
                record.topic(),
                record.partition(),
                record.offset(),
                excerpt(record.key()),
                Excerpt.of(reason, REASON_LENGTH),
                excerpt(record.value()),
                clock.instant());
    }

    private static String excerpt(byte[] bytes) {
        return bytes == null ? "" : Excerpt.of(bytes, RecordSetAside.SHOWN_LENGTH);
    }
}
