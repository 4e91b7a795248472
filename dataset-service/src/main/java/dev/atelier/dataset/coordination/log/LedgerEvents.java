package dev.atelier.dataset.coordination.log;

import dev.atelier.contracts.event.DatasetPublished;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.SearchEvent;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.TrainerResumed;
import dev.atelier.contracts.event.TrainerSuspended;
import dev.atelier.contracts.lifecycle.JobEventCheck;
import dev.atelier.contracts.message.Completeness;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.message.Excerpt;
import dev.atelier.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Reads those events that the ledger is made of. An event of another type is skipped by its header, without reading its
 * body: most events are epochs. One that cannot be read, lacks a field, lies under a foreign key or holds what cannot be is refused, as
 * the tables refuse it, so that ledger and tables are made of the same events.
 */
final class LedgerEvents {
    private static final int SHOWN = 100;
    private static final String EPOCH = EpochCompleted.class.getSimpleName();
    private static final Pattern EPOCH_ID = Pattern.compile("([^/]+)/(.+)/epoch/[0-9]+");
    private static final Set<String> SKIPPED = Set.of(
            EPOCH,
            DatasetPublished.class.getSimpleName(),
            TrainerSuspended.class.getSimpleName(),
            TrainerResumed.class.getSimpleName());

    private LedgerEvents() {}

    /**
     * The event that a record holds.
     *
     * @return nothing where the ledger does not need it, or this version does not know its type
     * @throws RuntimeException if it cannot be read
     */
    static Optional<Event> read(ConsumerRecord<byte[], byte[]> record) {
        Optional<String> type = EventCodec.type(record.headers());
        if (type.isEmpty()) {
            throw new IllegalArgumentException("the header ce_type is missing; expected the type of an event");
        }
        if (SKIPPED.contains(type.get())) {
            return Optional.empty();
        }
        if (EventCodec.isTooLarge(record)) {
            throw new IllegalArgumentException(
                    "the record is too large; expected at most " + Topics.LARGEST_TEXT_BYTES + " bytes");
        }
        if (record.value() == null) {
            throw new IllegalArgumentException("the record has no body; expected an event as JSON");
        }
        Optional<Event> event = EventCodec.decode(record.headers(), record.value());
        event.ifPresent(read -> require(read, record.key()));
        return event;
    }

    /**
     * That a run completed an epoch.
     *
     * @param time when
     */
    record CompletedEpoch(String job, String run, Instant time) {}

    /** The epoch that a record reports, by its headers alone; nothing where it reports none. */
    static Optional<CompletedEpoch> epoch(ConsumerRecord<byte[], byte[]> record) {
        boolean isEpoch =
                EventCodec.type(record.headers()).filter(EPOCH::equals).isPresent();
        if (!isEpoch || record.key() == null) {
            return Optional.empty();
        }
        String job = new String(record.key(), StandardCharsets.UTF_8);
        Matcher id = EPOCH_ID.matcher(header(record, "ce_id"));
        try {
            return id.matches() && id.group(1).equals(job)
                    ? Optional.of(new CompletedEpoch(job, id.group(2), Instant.parse(header(record, "ce_time"))))
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static void require(Event event, byte[] key) {
        Completeness.missing((Record) event).ifPresent(field -> {
            throw new IllegalArgumentException(field + " is missing; expected a complete " + event.type());
        });
        String found = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        if (!found.equals(event.key())) {
            throw new IllegalArgumentException("the key is \"" + Excerpt.of(found, SHOWN) + "\"; expected \""
                    + Excerpt.of(event.key(), SHOWN) + '"');
        }
        switch (event) {
            case JobEvent job -> JobEventCheck.check(job);
            case SubmissionAccepted accepted -> JobEventCheck.check(accepted);
            case SearchEvent search -> JobEventCheck.check(search);
            default -> {}
        }
    }
}
