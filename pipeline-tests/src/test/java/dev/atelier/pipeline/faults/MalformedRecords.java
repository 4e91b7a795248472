package dev.atelier.pipeline.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.topic.Topic;
import dev.atelier.contracts.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Writes records that were mutated from valid ones into every topic. None of them is a valid message about something real: a
 * forged cancellation or result would be obeyed, and rightly so, and a dataset whose manifest is taken back is gone.
 */
final class MalformedRecords {
    private static final List<Topic> TOPICS = Topics.all();
    /** What a reader would act upon if all of it were right. */
    private static final Set<Class<? extends Event>> ACTED_UPON =
            Set.of(JobQueued.class, JobStarted.class, SubmissionAccepted.class, SubmissionRejected.class);

    /** One of so many is a real key without a body. */
    private static final int TOMBSTONES = 20;

    private final Producer<byte[], byte[]> producer;
    private final Map<Topic, List<ConsumerRecord<byte[], byte[]>>> valid;
    private final Supplier<List<String>> openJobs;
    private final WrittenRecords written = new WrittenRecords();

    /**
     * @param valid what to mutate
     * @param openJobs ids of jobs that have not ended, to write unusable controls of
     */
    MalformedRecords(
            Producer<byte[], byte[]> producer,
            Map<Topic, List<ConsumerRecord<byte[], byte[]>>> valid,
            Supplier<List<String>> openJobs) {
        this.producer = producer;
        this.valid = valid;
        this.openJobs = openJobs;
    }

    /** Sends the one that follows from this number. */
    boolean send(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        send(TOPICS.get(random.nextInt(TOPICS.size())), random);
        return true;
    }

    /** Sends one to a topic. */
    void send(Topic topic, SplittableRandom random) {
        ProducerRecord<byte[], byte[]> record = next(topic, random);
        var _ = producer.send(record, (place, refused) -> {
            if (refused == null) {
                written.add(topic, record, place);
            } else {
                written.addRefused();
            }
        });
    }

    /** Those that the broker has. */
    WrittenRecords written() {
        return written;
    }

    private ProducerRecord<byte[], byte[]> next(Topic topic, SplittableRandom random) {
        RecordMutator mutator = new RecordMutator(random);
        ProducerRecord<byte[], byte[]> record;
        do {
            record = draw(topic, random, mutator);
        } while (isUnderstood(topic, record) || isRefused(topic, record));
        return record;
    }

    private ProducerRecord<byte[], byte[]> draw(Topic topic, SplittableRandom random, RecordMutator mutator) {
        List<ConsumerRecord<byte[], byte[]>> samples = samples(topic);
        ConsumerRecord<byte[], byte[]> sample = samples.get(random.nextInt(samples.size()));
        if (random.nextInt(TOMBSTONES) == 0) {
            return new ProducerRecord<>(topic.topicName(), null, sample.key(), null, sample.headers());
        }
        if (topic.equals(Topics.CONTROLS)) {
            return control(random, mutator);
        }
        byte[] body =
                sample.value() == null ? new byte[0] : Arrays.copyOf(sample.value(), shown(topic, sample.value()));
        RecordHeaders headers = new RecordHeaders();
        for (Header header : sample.headers()) {
            if (random.nextInt(30) > 0) {
                headers.add(header);
            }
        }
        byte[] key = random.nextInt(3) == 0 ? mutator.key() : sample.key();
        if (topic.equals(Topics.EVENTS) && sample.key() != null) {
            String real = new String(sample.key(), StandardCharsets.UTF_8);
            String foreign = mutator.hex();
            body = replace(body, real, foreign);
            key = random.nextInt(3) == 0 ? mutator.key() : foreign.getBytes(StandardCharsets.UTF_8);
        }
        byte[] value = mutator.mutate(body);
        return new ProducerRecord<>(
                topic.topicName(), null, key, topic.equals(Topics.SUBMISSIONS) ? withMistake(value) : value, headers);
    }

    /** What stands in a topic; of a queue or the controls, where nothing does, what stands in the queue that jobs came by. */
    private List<ConsumerRecord<byte[], byte[]>> samples(Topic topic) {
        List<ConsumerRecord<byte[], byte[]>> own = valid.get(topic);
        return own.isEmpty() || topic.equals(Topics.CONTROLS) ? valid.get(Topics.jobs(new Family("mlp"))) : own;
    }

    private ProducerRecord<byte[], byte[]> control(SplittableRandom random, RecordMutator mutator) {
        List<String> jobs = openJobs.get();
        byte[] key = jobs.isEmpty() || random.nextBoolean()
                ? mutator.key()
                : jobs.get(random.nextInt(jobs.size())).getBytes(StandardCharsets.UTF_8);
        byte[] value = mutator.mutate(
                Json.bytes(new JobControl(JobControl.CANCEL, "mutated", Instant.parse("2100-01-01T00:00:00Z"))));
        return new ProducerRecord<>(Topics.CONTROLS.topicName(), key, value);
    }

    /** Of images the header matters; there are a great many of the others. */
    private static int shown(Topic topic, byte[] value) {
        return topic.equals(Topics.DATASET_BATCHES) ? Math.min(value.length, 2_000) : value.length;
    }

    private static byte[] replace(byte[] body, String real, String foreign) {
        return new String(body, StandardCharsets.UTF_8).replace(real, foreign).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether this says something about something real that its readers would act upon. */
    private boolean isUnderstood(Topic topic, ProducerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        try {
            return switch (topic) {
                case Topic each when each.equals(Topics.SUBMISSIONS) || each.equals(Topics.DATASET_BATCHES) -> false;
                case Topic each
                when each.equals(Topics.LEDGER) ->
                    isReal(topic, record) && (value == null || Json.read(value, JsonNode.class) != null);
                case Topic each when each.equals(Topics.CONTROLS) -> value != null && isControl(value);
                case Topic each
                when each.equals(Topics.EVENTS) ->
                    value != null
                            && EventCodec.decode(record.headers(), value)
                                    .filter(event -> ACTED_UPON.contains(event.getClass()))
                                    .isPresent();
                case Topic each when each.equals(Topics.LOGS) -> false;
                case Topic each
                when each.equals(Topics.DATASETS) ->
                    isReal(topic, record) && RecordVerdict.of(topic, record) == RecordVerdict.UNDERSTOOD;
                default -> value != null && isWhole(Json.read(value, QueuedJob.class));
            };
        } catch (RuntimeException malformed) {
            return false;
        }
    }

    /** The broker refuses it, and with it all others of its batch. */
    private static boolean isRefused(Topic topic, ProducerRecord<byte[], byte[]> record) {
        return record.key() == null && "compact".equals(topic.settings().get("cleanup.policy"));
    }

    private static boolean isWhole(QueuedJob job) {
        return job != null && job.request() != null;
    }

    private static boolean isControl(byte[] value) {
        return !JobControl.read(value, Instant.now()).action().isEmpty();
    }

    /** A submission without a mistake would be a job of its own, perhaps one that never ends. */
    private static byte[] withMistake(byte[] value) {
        try {
            if (value != null && Json.MAPPER.readTree(value) instanceof ObjectNode object) {
                return Json.bytes(object.put("sede", 1));
            }
        } catch (IOException | IllegalArgumentException notJson) {
            return value;
        }
        return value;
    }

    private boolean isReal(Topic topic, ProducerRecord<byte[], byte[]> record) {
        return valid.get(topic).stream().anyMatch(sample -> Arrays.equals(sample.key(), record.key()));
    }
}
