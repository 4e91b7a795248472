package dev.atelier.dataset.connection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.control.EditControl;
import dev.atelier.contracts.control.EditKey;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.control.PinKey;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What this service writes, as records. */
public final class Records {
    /** What events name as their source. */
    public static final String SOURCE = "/atelier/dataset-service";

    private Records() {}

    public static ProducerRecord<byte[], byte[]> event(Event event) {
        ProducerRecord<String, byte[]> encoded = EventCodec.encode(event, SOURCE);
        return new ProducerRecord<>(encoded.topic(), null, utf8(encoded.key()), encoded.value(), encoded.headers());
    }

    /** The record that waits in the family's topic. */
    public static ProducerRecord<byte[], byte[]> job(JobQueued queued) {
        QueuedJob waiting = new QueuedJob(
                queued.job(),
                queued.submission(),
                queued.round(),
                queued.datasetKey(),
                queued.datasetDigest(),
                queued.request(),
                queued.budget(),
                queued.restores(),
                queued.ancestors(),
                queued.continues(),
                queued.time());
        String topic = Topics.jobs(queued.request().family()).topicName();
        return new ProducerRecord<>(topic, utf8(queued.job()), Json.bytes(waiting));
    }

    public static ProducerRecord<byte[], byte[]> control(String id, JobControl control) {
        return new ProducerRecord<>(Topics.CONTROLS.topicName(), utf8(id), Json.bytes(control));
    }

    /** Ends every request about a job or a study. */
    public static ProducerRecord<byte[], byte[]> noControl(String id) {
        return new ProducerRecord<>(Topics.CONTROLS.topicName(), utf8(id), null);
    }

    /** Requests by their keys; empty where every request of a key ends. */
    public static List<ProducerRecord<byte[], byte[]>> controls(Map<String, Optional<JobControl>> controls) {
        return controls.entrySet().stream()
                .map(entry -> entry.getValue()
                        .map(control -> control(entry.getKey(), control))
                        .orElseGet(() -> noControl(entry.getKey())))
                .toList();
    }

    public static ProducerRecord<byte[], byte[]> manifest(DatasetManifest manifest) {
        return new ProducerRecord<>(Topics.DATASETS.topicName(), utf8(manifest.key()), Json.bytes(manifest));
    }

    /** That the result of a job is kept. */
    public static ProducerRecord<byte[], byte[]> pin(String job, JobControl pin) {
        return control(PinKey.of(job), pin);
    }

    /** That the result of a job is no longer kept. */
    public static ProducerRecord<byte[], byte[]> unpin(String job) {
        return noControl(PinKey.of(job));
    }

    /**
     * An edit of a job or a study.
     *
     * @param edit its JSON, as {@link EditControl} reads it
     */
    public static ProducerRecord<byte[], byte[]> edit(String id, JsonNode edit) {
        return new ProducerRecord<>(Topics.CONTROLS.topicName(), utf8(EditKey.of(id)), Json.bytes(edit));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
