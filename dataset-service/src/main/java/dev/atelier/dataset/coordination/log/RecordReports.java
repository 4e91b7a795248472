package dev.atelier.dataset.coordination.log;

import dev.atelier.contracts.control.EditControl;
import dev.atelier.contracts.control.EditKey;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobEdited;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.event.StudyEdited;
import dev.atelier.contracts.message.Excerpt;
import dev.atelier.contracts.message.FailureReason;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.UnreportedRecords.Range;
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
 * Makes the events that report records of other topics: edits, each as an event of its own, and records that cannot be read.
 * It reads those parts of the topics again that have such records, so nothing is kept between finding a record and reporting
 * it but where to look. A report is due once the ledger holds all that was written, and must be written before anybody else
 * can write one.
 */
public final class RecordReports {
    /** Reports of one transaction at most; the rest follows with the next. */
    public static final int DUE_AT_MOST = 1000;

    private static final Duration TIME_LIMIT = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int REASON_LENGTH = 500;
    private static final int SHOWN = 100;

    private final Broker broker;
    private final Ledger ledger;
    private final InstantSource clock;

    public RecordReports(Broker broker, Ledger ledger, InstantSource clock) {
        this.broker = broker;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** The reports that are due, by ascending offsets of each partition; some of them where there are very many. */
    public List<Event> due() {
        ledger.unreported().recordSettled();
        List<Event> reports = new ArrayList<>();
        for (Map.Entry<TopicPartition, Range> each :
                ledger.unreported().ranges().entrySet()) {
            if (reports.size() < DUE_AT_MOST) {
                reports.addAll(read(each.getKey(), each.getValue(), DUE_AT_MOST - reports.size()));
            }
        }
        return reports;
    }

    private record Report(long offset, Event event) {}

    private List<Event> read(TopicPartition partition, Range range, int most) {
        List<Event> reports = new ArrayList<>();
        long deadline = System.nanoTime() + TIME_LIMIT.toNanos();
        try (TopicConsumer consumer = TopicConsumer.of(broker, Map.of(), Map.of(partition, range.first()))) {
            long next = range.first();
            while (next <= range.last() && System.nanoTime() < deadline) {
                for (Report report : poll(consumer)) {
                    if (report.offset() <= range.last()) {
                        reports.add(report.event());
                    }
                    if (reports.size() == most) {
                        return reports;
                    }
                }
                next = consumer.positions().getOrDefault(partition, next);
            }
            if (reports.isEmpty()) {
                ledger.unreported().recordExamined(partition, next);
            }
            return reports;
        }
    }

    private List<Report> poll(TopicConsumer consumer) {
        try {
            return consumer.poll(POLL).stream()
                    .flatMap(record -> report(record).map(event -> new Report(record.offset(), event)).stream())
                    .toList();
        } catch (OversizedRecordException e) {
            return List.of(new Report(
                    e.offset(),
                    new RecordSetAside(
                            e.partition().topic(),
                            e.partition().partition(),
                            e.offset(),
                            "",
                            "it " + OversizedRecords.REASON,
                            "",
                            clock.instant())));
        }
    }

    /** The event of a record; nothing where it needs none. */
    private Optional<Event> report(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (!TopicRecords.isEdit(record)) {
                TopicRecords.require(record);
                return Optional.empty();
            }
            return TopicRecords.edit(record).map(edit -> edited(record, edit));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return Optional.of(setAside(record, FailureReason.of(e)));
        }
    }

    private Event edited(ConsumerRecord<byte[], byte[]> record, EditControl request) {
        String key = TopicRecords.key(record);
        String id = EditKey.subject(key).orElseThrow();
        RecordOrigin origin = new RecordOrigin(record.partition(), record.offset(), excerpt(record.key()));
        if (ledger.job(id).isPresent()) {
            return new JobEdited(id, request.edit(), request.by(), origin, clock.instant());
        }
        if (ledger.study(id).isPresent()) {
            return new StudyEdited(id, request.edit(), request.by(), origin, clock.instant());
        }
        return setAside(
                record,
                "the key is \"" + Excerpt.of(key, SHOWN) + "\"; expected the id of a job or a study, then /edit");
    }

    private RecordSetAside setAside(ConsumerRecord<byte[], byte[]> record, String reason) {
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
