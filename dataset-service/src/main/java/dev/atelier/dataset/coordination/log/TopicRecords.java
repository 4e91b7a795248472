package dev.atelier.dataset.coordination.log;

import dev.atelier.contracts.control.EditControl;
import dev.atelier.contracts.control.EditKey;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.control.PinKey;
import dev.atelier.contracts.control.RoundKey;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.JobId;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.contracts.lifecycle.JobEventCheck;
import dev.atelier.contracts.message.Excerpt;
import dev.atelier.contracts.message.MessageReader;
import dev.atelier.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the records of the topics that the ledger follows beside the events: controls, queues and manifests. A record that
 * is not what its topic holds is refused by an {@link IllegalArgumentException} whose message names the field, the value
 * and what would be right.
 */
final class TopicRecords {
    private static final int SHOWN = 100;
    /** The longest id of a study has 221 characters. */
    private static final int LONGEST_KEY = 1000;

    private static final Map<String, Family> QUEUES = Families.known().stream()
            .collect(Collectors.toUnmodifiableMap(family -> Topics.jobs(family).topicName(), Function.identity()));

    private TopicRecords() {}

    static boolean isQueue(String topic) {
        return QUEUES.containsKey(topic);
    }

    /** Refuses a record that cannot be read; whatever its topic is. */
    static void require(ConsumerRecord<byte[], byte[]> record) {
        if (isQueue(record.topic())) {
            job(record);
        } else if (record.topic().equals(Topics.DATASETS.topicName())) {
            MessageReader.readManifest(key(record), record.value());
        } else if (isEdit(record)) {
            edit(record);
        } else {
            control(record);
        }
    }

    /** Whether a record is a control under the key of an edit. */
    static boolean isEdit(ConsumerRecord<byte[], byte[]> record) {
        return record.topic().equals(Topics.CONTROLS.topicName())
                && EditKey.subject(key(record)).isPresent();
    }

    /** An edit; nothing where the record is empty. */
    static Optional<EditControl> edit(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.value()).map(EditControl::read);
    }

    /** The id of a job or a study. */
    static String key(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.key().length == 0) {
            throw new IllegalArgumentException("the key is missing; expected the id of what the record is about");
        }
        if (record.key().length > LONGEST_KEY) {
            throw new IllegalArgumentException(
                    "the key has " + record.key().length + " bytes; expected at most " + LONGEST_KEY);
        }
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    /** A control; nothing where the record takes one back. */
    static Optional<JobControl> control(ConsumerRecord<byte[], byte[]> record) {
        Instant time = Instant.ofEpochMilli(record.timestamp());
        String key = key(record);
        if (PinKey.job(key).isPresent()) {
            return PinKey.read(record.value(), time);
        }
        Optional<JobControl> control = Optional.ofNullable(record.value()).map(value -> JobControl.read(value, time));
        control.ifPresent(read -> requireKnown(key, read.action()));
        return control;
    }

    private static void requireKnown(String key, String action) {
        if (RoundKey.job(key).filter(JobId::isValid).isPresent()
                && List.of(JobControl.PAUSE, JobControl.PREEMPT).contains(action)) {
            return;
        }
        if (key.contains("/")) {
            throw new IllegalArgumentException("the key is \"" + Excerpt.of(key, SHOWN)
                    + "\"; expected the id of a job or a study, alone or followed by /edit or, for a job, /pin");
        }
        if (!List.of(JobControl.CANCEL, JobControl.PAUSE, JobControl.RESUME).contains(action)) {
            throw new IllegalArgumentException("action is \"" + Excerpt.of(action, SHOWN)
                    + "\"; expected \"" + JobControl.CANCEL + "\", \"" + JobControl.PAUSE + "\" or \""
                    + JobControl.RESUME + "\", or \"edit\" under the key ID/edit, or \"" + JobControl.PIN
                    + "\" under the key JOB/pin");
        }
    }

    /** What a record that was set aside counts as where it stands in the place of a pin. */
    static Optional<JobControl> unreadablePin(ConsumerRecord<byte[], byte[]> record) {
        boolean isPin = record.topic().equals(Topics.CONTROLS.topicName())
                && record.key() != null
                && PinKey.job(new String(record.key(), StandardCharsets.UTF_8)).isPresent();
        return isPin
                ? Optional.of(new JobControl(
                        JobControl.PIN, "its pin cannot be read", Instant.ofEpochMilli(record.timestamp())))
                : Optional.empty();
    }

    /** A job that waits in its family's queue. */
    static QueuedJob job(ConsumerRecord<byte[], byte[]> record) {
        String id = JobId.require(key(record));
        QueuedJob job = MessageReader.read(record.value(), QueuedJob.class, "a job");
        if (!job.job().equals(id)) {
            throw new IllegalArgumentException(
                    "job is \"" + Excerpt.of(job.job(), SHOWN) + "\"; expected the record's key, " + id);
        }
        JobEventCheck.checkRound(job.round());
        Family family = QUEUES.get(record.topic());
        if (!job.request().family().equals(family)) {
            throw new IllegalArgumentException("request.family is \""
                    + job.request().family().name() + "\"; expected that of the queue " + record.topic());
        }
        return job;
    }
}
