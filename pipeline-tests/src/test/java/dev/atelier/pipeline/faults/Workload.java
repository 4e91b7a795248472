package dev.atelier.pipeline.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.testsupport.TestClients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What people ask of the stack while it is disturbed: jobs and studies that are trained afresh, the same again, mistakes,
 * cancellations; typed into the topics or posted to either dataset service. Which, and in which order, follows from a seed.
 */
final class Workload implements AutoCloseable {
    private static final Duration POST_LIMIT = Duration.ofSeconds(30);

    /** What the answer to a submission must be. */
    enum Expected {
        ACCEPTED,
        REJECTED
    }

    private final FaultStack stack;
    private final EventHistory history;
    private final SplittableRandom random;
    private final Producer<byte[], byte[]> producer;
    private final Map<EventHistory.Place, Expected> submitted = new ConcurrentHashMap<>();
    private final Map<String, Integer> sorts = new ConcurrentHashMap<>();
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    private final AtomicInteger unacknowledged = new AtomicInteger();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private int jobs;
    private int submissions;

    Workload(FaultStack stack, EventHistory history, long seed) {
        this.stack = stack;
        this.history = history;
        this.random = new SplittableRandom(seed);
        this.producer = producer(stack.bootstrapServers());
    }

    /** A producer that waits for a broker however long it is away. */
    static Producer<byte[], byte[]> producer(String bootstrapServers) {
        return TestClients.producer(
                bootstrapServers,
                Map.of(
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        300_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        600_000,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        8 << 20,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0));
    }

    /** Jobs that were asked for afresh so far. */
    int jobs() {
        return jobs;
    }

    /** Submissions so far, by what they were. */
    Map<String, Integer> sorts() {
        return Map.copyOf(sorts);
    }

    /** Jobs that somebody asked to cancel. */
    Set<String> cancelled() {
        return Set.copyOf(cancelled);
    }

    /** What was submitted through the topic, by the place where the broker put it. */
    Map<EventHistory.Place, Expected> submitted() {
        return Map.copyOf(submitted);
    }

    /** Submits one job under a name, to be answered from a result if there is one. */
    void submit(SmallJob job, String name, boolean fresh) {
        send(Json.bytes(job.request(name)), fresh, Expected.ACCEPTED);
    }

    /** Submits whatever comes next. */
    void submitNext() {
        String name = "fault-" + ++submissions;
        SmallJob job = draw();
        int point = random.nextInt(100);
        if (point < 60) {
            count("job");
            jobs++;
            submit(job, name, true);
        } else if (point < 72) {
            count("job over HTTP");
            jobs++;
            post(Json.bytes(job.request(name)), true);
        } else if (point < 80) {
            count("study");
            jobs += 2;
            send(
                    Json.bytes(SmallJob.SHORT
                            .get(random.nextInt(SmallJob.SHORT.size()))
                            .study(name, 2)),
                    true,
                    Expected.ACCEPTED);
        } else if (point < 90) {
            count("the same twice");
            submit(job, name, false);
            submit(job, name + "-again", false);
        } else {
            count("mistake");
            send(mistake(job.request(name)), false, Expected.REJECTED);
        }
    }

    private SmallJob draw() {
        if (!stack.services("cnn-trainer").isEmpty() && random.nextInt(8) == 0) {
            return SmallJob.CONVOLUTIONAL.get(random.nextInt(SmallJob.CONVOLUTIONAL.size()));
        }
        List<SmallJob> among = random.nextInt(5) == 0 ? SmallJob.LONG : SmallJob.SHORT;
        return among.get(random.nextInt(among.size()));
    }

    private byte[] mistake(ObjectNode request) {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> "null".getBytes(StandardCharsets.UTF_8);
            case 2 -> "{\"family\": \"mlp\", ".getBytes(StandardCharsets.UTF_8);
            case 3 -> Json.bytes(request.put("family", "tree"));
            case 4 -> Json.bytes(request.put("sede", 1));
            case 5 -> {
                for (int i = 0; i < 2_000; i++) {
                    request.put("unknown-" + i, i);
                }
                yield Json.bytes(request);
            }
            case 6 -> {
                ((ObjectNode) request.get("data")).put("dataset", "no-such-dataset");
                yield Json.bytes(request);
            }
            default -> Json.bytes(request.put("name", "x".repeat(3 << 20)));
        };
    }

    private void count(String sort) {
        sorts.merge(sort, 1, Integer::sum);
    }

    private void send(byte[] value, boolean fresh, Expected expected) {
        ProducerRecord<byte[], byte[]> submission = new ProducerRecord<>(Topics.SUBMISSIONS.topicName(), value);
        if (fresh) {
            submission.headers().add("fresh", "true".getBytes(StandardCharsets.UTF_8));
        }
        unacknowledged.incrementAndGet();
        var _ = producer.send(submission, (metadata, problem) -> {
            if (problem == null) {
                submitted.put(new EventHistory.Place(metadata.partition(), metadata.offset()), expected);
            } else {
                failure.set(problem);
            }
            unacknowledged.decrementAndGet();
        });
    }

    /** Whoever posts learns nothing where the service goes away; the record is answered all the same, or was never written. */
    private void post(byte[] body, boolean fresh) {
        List<FaultService> services = stack.services("dataset-service");
        FaultService service = services.get(random.nextInt(services.size()));
        Thread.ofVirtual().start(() -> service.post("/api/submissions?fresh=" + fresh, body, POST_LIMIT));
    }

    /** Cancels one of the jobs that have not ended; false where all have. */
    boolean cancel(long choice) {
        List<String> open = history.openJobs();
        if (open.isEmpty()) {
            return false;
        }
        String job = open.get((int) Long.remainderUnsigned(choice, open.size()));
        cancelled.add(job);
        if (choice < 0) {
            List<FaultService> services = stack.services("dataset-service");
            Thread.ofVirtual()
                    .start(() -> services.get((int) Long.remainderUnsigned(choice, services.size()))
                            .post("/api/jobs/" + job + "/cancel", new byte[0], POST_LIMIT));
        } else {
            cancel(job);
        }
        return true;
    }

    /** Cancels a job by a record in the topic. */
    void cancel(String job) {
        var _ = producer.send(new ProducerRecord<>(
                Topics.CONTROLS.topicName(),
                job.getBytes(StandardCharsets.UTF_8),
                Json.bytes(new JobControl(JobControl.CANCEL, "fault suite", Instant.now()))));
    }

    /** Whether the broker has everything that was sent. */
    boolean isAcknowledged() {
        if (failure.get() != null) {
            throw new IllegalStateException("a submission was not taken by the broker", failure.get());
        }
        return unacknowledged.get() == 0;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(10));
    }
}
