package dev.atelier.pipeline.faults;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.job.JobId;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.contracts.joblog.JobLogLine;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.message.Completeness;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.topic.Topic;
import dev.atelier.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What must become of a record, by what its topic holds and by nothing that a service says of it. */
enum RecordVerdict {
    /** A submission: it has one answer, whatever it holds. */
    ANSWERED,
    /** It cannot be read: it is reported once, and has a row of its own in the table of dead letters. */
    SET_ASIDE,
    /** It has no body and a key that a record may have: it deletes a record that does not exist. */
    DELETES_NOTHING,
    /** It can be read, and what it says is about nothing real; the projection may still find no rows for it. */
    UNDERSTOOD,
    /** It is no line of a log: the results service sets it aside by itself, and keeps the latest of them. */
    SET_ASIDE_BY_READER,
    /** A batch of images that no manifest names, or no entry of a snapshot: nobody looks for it. Or a line of a log. */
    NOT_NAMED;

    private static final int LONGEST_KEY = 1000;

    /** The one of this record. */
    static RecordVerdict of(Topic topic, ProducerRecord<byte[], byte[]> record) {
        return switch (topic) {
            case Topic each when each.equals(Topics.SUBMISSIONS) -> ANSWERED;
            case Topic each when each.equals(Topics.DATASET_BATCHES) || each.equals(Topics.LEDGER) -> NOT_NAMED;
            case Topic each
            when each.equals(Topics.LOGS) -> canBeRead(() -> isLine(record)) ? NOT_NAMED : SET_ASIDE_BY_READER;
            case Topic each when each.equals(Topics.CONTROLS) -> ofControl(record);
            case Topic each
            when each.equals(Topics.EVENTS) -> canBeRead(() -> isEvent(record)) ? UNDERSTOOD : SET_ASIDE;
            case Topic each
            when each.equals(Topics.DATASETS) -> canBeRead(() -> isManifest(record)) ? UNDERSTOOD : SET_ASIDE;
            default -> canBeRead(() -> isJob(topic, record)) ? UNDERSTOOD : SET_ASIDE;
        };
    }

    private static RecordVerdict ofControl(ProducerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.key().length == 0 || record.key().length > LONGEST_KEY) {
            return SET_ASIDE;
        }
        if (record.value() == null) {
            return DELETES_NOTHING;
        }
        return canBeRead(() -> isControl(record)) ? UNDERSTOOD : SET_ASIDE;
    }

    private interface Reading {
        boolean succeeds();
    }

    private static boolean canBeRead(Reading reading) {
        try {
            return reading.succeeds();
        } catch (RuntimeException | StackOverflowError malformed) {
            return false;
        }
    }

    private static boolean isEvent(ProducerRecord<byte[], byte[]> record) {
        if (record.value() == null || EventCodec.type(record.headers()).isEmpty()) {
            return false;
        }
        return EventCodec.decode(record.headers(), record.value())
                .map(event -> isWhole((Record) event) && key(record).equals(((Event) event).key()))
                .orElse(true);
    }

    private static boolean isJob(Topic topic, ProducerRecord<byte[], byte[]> record) {
        QueuedJob job = Json.read(record.value(), QueuedJob.class);
        return job != null
                && isWhole(job)
                && JobId.isValid(job.job())
                && job.job().equals(key(record))
                && Topics.jobs(job.request().family()).equals(topic);
    }

    private static boolean isControl(ProducerRecord<byte[], byte[]> record) {
        JobControl.read(record.value(), Instant.now());
        return true;
    }

    private static boolean isLine(ProducerRecord<byte[], byte[]> record) {
        JobLogLine.read(key(record), record.value());
        return true;
    }

    private static boolean isManifest(ProducerRecord<byte[], byte[]> record) {
        DatasetManifest manifest = record.value() == null ? null : Json.read(record.value(), DatasetManifest.class);
        return manifest != null && isWhole(manifest) && manifest.key().equals(key(record));
    }

    private static boolean isWhole(Record message) {
        return Completeness.missing(message).isEmpty();
    }

    private static String key(ProducerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }
}
