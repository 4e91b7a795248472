package dev.atelier.trainer.attempt;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.job.Ancestor;
import dev.atelier.contracts.job.Continuation;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.json.MergePatch;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.testsupport.TestClients;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Queues jobs as the dataset service does: fully resolved, keyed by a new id. */
public final class TestJobs implements AutoCloseable {
    private static final String SMALL = """
            {"family": "mlp", "data": {"dataset": "random", "split": {"validation": 40, "seed": 42}},
             "training": {"epochs": 4, "batchSize": 16}}
            """;

    private final String topic;
    private final Producer<String, byte[]> producer;

    public TestJobs(String bootstrapServers, String topic) {
        this.topic = topic;
        this.producer = TestClients.textKeyProducer(bootstrapServers);
    }

    /** A small job with some of it changed. */
    public static Job small(String patch) {
        try {
            var written = MergePatch.apply(Json.MAPPER.readTree(SMALL), Json.MAPPER.readTree(patch));
            return JobSchema.resolve(written).orElseThrow();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The id of a job that there has not been yet. */
    public static String newId() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    }

    /** Queues a job and returns its id. */
    public String add(Job job, DatasetManifest dataset) {
        return add(job, dataset.key(), dataset.digest());
    }

    String add(Job job, String datasetKey, String datasetDigest) {
        String id = newId();
        add(id, Json.bytes(new QueuedJob(id, "test", 1, datasetKey, datasetDigest, job, null, Instant.now())));
        return id;
    }

    /** Queues a round of a job. */
    void add(String id, int round, Job job, DatasetManifest dataset) {
        add(
                id,
                Json.bytes(
                        new QueuedJob(id, "test", round, dataset.key(), dataset.digest(), job, null, Instant.now())));
    }

    /** Queues a round that pauses after so many epochs of the job. */
    void add(String id, int round, Job job, DatasetManifest dataset, int budget) {
        add(
                id,
                Json.bytes(new QueuedJob(
                        id, "test", round, dataset.key(), dataset.digest(), job, budget, null, Instant.now())));
    }

    /** Queues a job that is a fork, or continues another. */
    String add(Job job, DatasetManifest dataset, List<Ancestor> ancestors, @Nullable Continuation continues) {
        String id = newId();
        add(id, 1, job, dataset, ancestors, continues);
        return id;
    }

    /** Queues a round of such a job. */
    void add(
            String id,
            int round,
            Job job,
            DatasetManifest dataset,
            List<Ancestor> ancestors,
            @Nullable Continuation continues) {
        add(
                id,
                Json.bytes(new QueuedJob(
                        id,
                        "test",
                        round,
                        dataset.key(),
                        dataset.digest(),
                        job,
                        null,
                        null,
                        ancestors,
                        continues,
                        Instant.now())));
    }

    /** Queues a job again that has completed, to restore its files. */
    void restore(String id, Job job, DatasetManifest dataset, String weights) {
        add(id, Json.bytes(new QueuedJob(id, "test", 2, dataset.key(), dataset.digest(), job, weights, Instant.now())));
    }

    public void add(@Nullable String key, byte @Nullable [] value) {
        send(new ProducerRecord<>(topic, key, value));
    }

    void cancel(String job, Instant when) {
        cancel(job, new JobControl(JobControl.CANCEL, "changed my mind", when));
    }

    void cancel(String job, JobControl control) {
        control(job, control);
    }

    void control(String job, JobControl control) {
        send(new ProducerRecord<>(Topics.CONTROLS.topicName(), job, Json.bytes(control)));
    }

    @Override
    public void close() {
        producer.close();
    }

    private void send(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
