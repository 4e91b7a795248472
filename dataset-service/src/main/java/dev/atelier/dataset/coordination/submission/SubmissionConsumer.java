package dev.atelier.dataset.coordination.submission;

import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.coordination.log.TransactionalWriter.Fence;
import dev.atelier.dataset.coordination.request.Submission;
import dev.atelier.dataset.process.RestartedThread;
import dev.atelier.kafka.OversizedRecords;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the topic of submissions as a member of its group, on a thread of its own: bytes in, one record after the other,
 * each handed to the processor and the next one read once the processor takes it. Nothing is committed here; the
 * processor's transactions commit the offsets, and after each rebalance reading begins at the last committed offset.
 * Neither a record nor a failure ends the thread: a record that unpacks to more than the heap holds is handed over by
 * its place, and any failure is followed by a new consumer.
 */
final class SubmissionConsumer implements SubmissionsReader, AutoCloseable {
    private static final String GROUP = "atelier-dataset-service";
    private static final TopicPartition PARTITION = new TopicPartition(Topics.SUBMISSIONS.topicName(), 0);
    /** A partition that begins later is read from its beginning all the same. */
    private static final OffsetAndMetadata BEGINNING = new OffsetAndMetadata(0);

    /** Short, because the processor waits for the end of a poll before each transaction. */
    private static final Duration POLL = Duration.ofMillis(20);

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final int SESSION_TIMEOUT_MILLIS = 6_000;

    private final KafkaConnection kafka;
    private final MeterRegistry registry;
    private final CompletableFuture<SubmissionProcessor> processor = new CompletableFuture<>();
    private final RestartedThread thread = new RestartedThread("submissions", DELAY, this::read);
    private final CountDownLatch left = new CountDownLatch(1);
    /** Whose turn it is to use the consumer: this thread's or the processor's. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private Optional<Consumer<byte[], byte[]>> consumer = Optional.empty();
    private volatile Optional<ConsumerGroupMetadata> group = Optional.empty();
    private volatile long lastTurn = System.nanoTime();
    private volatile boolean closing;
    private long behindOversized = -1;

    SubmissionConsumer(KafkaConnection kafka, MeterRegistry registry) {
        this.kafka = kafka;
        this.registry = registry;
    }

    /** Begins to read, for this processor. */
    void start(SubmissionProcessor takes) {
        processor.complete(takes);
        thread.start();
    }

    /** How long ago the topic was last polled, which happens many times a minute. */
    Duration sinceLastTurn() {
        return Duration.ofNanos(System.nanoTime() - lastTurn);
    }

    boolean hasEnded() {
        return thread.hasEnded();
    }

    /** Leaves the group, so that another replica follows at once. */
    @Override
    public void close() throws InterruptedException {
        closing = true;
        if (!left.await(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            thread.close();
        }
    }

    @Override
    public Optional<Fence> fence(int partition, long next, int generation) {
        return group.filter(metadata -> metadata.generationId() == generation)
                .map(metadata -> new Fence(
                        Map.of(new TopicPartition(PARTITION.topic(), partition), new OffsetAndMetadata(next)),
                        metadata));
    }

    @Override
    public Optional<Fence> fence() {
        turn.lock();
        try {
            return consumer.filter(reader -> reader.assignment().contains(PARTITION))
                    .map(reader -> new Fence(Map.of(PARTITION, committed(reader)), reader.groupMetadata()));
        } finally {
            turn.unlock();
        }
    }

    @Override
    public boolean isCurrent(int generation) {
        return group.filter(metadata -> metadata.generationId() == generation).isPresent();
    }

    private static OffsetAndMetadata committed(Consumer<?, ?> reader) {
        return Optional.ofNullable(
                        reader.committed(Set.of(PARTITION), ANSWER_TIMEOUT).get(PARTITION))
                .orElse(BEGINNING);
    }

    private void read() throws InterruptedException {
        try (Consumer<byte[], byte[]> opened = kafka.groupConsumer(GROUP, settings());
                KafkaClientMetrics metrics = new KafkaClientMetrics(opened)) {
            metrics.bindTo(registry);
            opened.subscribe(List.of(PARTITION.topic()));
            try {
                setConsumer(Optional.of(opened));
                read(opened);
            } finally {
                // Before it is closed: the processor may be using it.
                setConsumer(Optional.empty());
            }
        } finally {
            if (closing) {
                left.countDown();
            }
        }
    }

    private void read(Consumer<byte[], byte[]> reader) throws InterruptedException {
        CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);
        while (!closing) {
            lastTurn = System.nanoTime();
            Optional<Submission> submission = next(reader, taken.isDone());
            if (submission.isPresent()) {
                taken = processor
                        .join()
                        .answer(submission.get(), group.orElseThrow().generationId())
                        .toCompletableFuture();
            }
            awaitShortly(taken);
        }
    }

    private static void awaitShortly(CompletableFuture<Void> taken) throws InterruptedException {
        try {
            taken.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            // It is read again, or the processor handles it.
        }
    }

    private void setConsumer(Optional<Consumer<byte[], byte[]>> now) {
        turn.lock();
        try {
            consumer = now;
            group = Optional.empty();
        } finally {
            turn.unlock();
        }
    }

    /** @param isFree whether the processor takes another submission; the group is polled in any case */
    private Optional<Submission> next(Consumer<byte[], byte[]> reader, boolean isFree) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            if (isFree) {
                reader.resume(reader.paused());
            } else {
                reader.pause(reader.assignment());
            }
            Optional<Submission> submission = poll(reader, isFree ? POLL : Duration.ZERO);
            group = Optional.of(reader.groupMetadata());
            return submission;
        } finally {
            turn.unlock();
        }
    }

    private Optional<Submission> poll(Consumer<byte[], byte[]> reader, Duration timeout) {
        try {
            Iterator<ConsumerRecord<byte[], byte[]>> one = reader.poll(timeout).iterator();
            return one.hasNext() ? Optional.of(Submission.of(one.next())) : Optional.empty();
        } catch (OutOfMemoryError e) {
            long position = reader.position(PARTITION);
            Optional<OversizedRecords.Found> oversized =
                    OversizedRecords.next(kafka.broker(), PARTITION, position, position == behindOversized);
            if (oversized.isEmpty()) {
                // The memory was short for a moment; what this consumer would return next is not known.
                throw e;
            }
            long offset = oversized.get().offset();
            behindOversized = offset + 1;
            reader.seek(PARTITION, behindOversized);
            return Optional.of(Submission.oversized(PARTITION.partition(), offset));
        }
    }

    private static Map<String, Object> settings() {
        return Map.of(
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                "classic",
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                RangeAssignor.class.getName(),
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                SESSION_TIMEOUT_MILLIS,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                1);
    }
}
