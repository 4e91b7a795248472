package dev.atelier.kafka;

import dev.atelier.kafka.broker.Broker;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads topics from their beginning and follows them, on a thread of its own, until it is closed. Neither a record nor a
 * failure ends that thread: a record that its handler refuses, or that unpacks to more than the heap holds, is set aside,
 * and after any other failure, of the broker or of this process, reading continues from the last position after a delay
 * that grows up to {@link #LONGEST_DELAY}. New partitions are noticed. Where the topics turn out not to hold the positions
 * that were read, the handler forgets everything and reading starts again.
 */
public final class TopicReader implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TopicReader.class.getName());
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration NEW_PARTITIONS_EVERY = Duration.ofSeconds(5);
    private static final Duration FIRST_DELAY = Duration.ofMillis(250);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);
    /** Within this time from the start, the broker may still be starting and the topics be created. */
    private static final Duration STARTING = Duration.ofMinutes(1);

    private final Broker broker;
    private final Set<String> topics;
    private final RecordHandler handler;
    private final LongSupplier nanoTime;
    private final GuardedHandler guarded;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private Map<TopicPartition, Long> ends = Map.of();
    private final Set<CatchUp> catchUps = ConcurrentHashMap.newKeySet();
    private int failuresInARow;
    private boolean hasRead;
    private boolean hasWarned;
    private final long constructed;
    private volatile Optional<TopicConsumer> current = Optional.empty();
    private volatile boolean caughtUp;
    private volatile long lastTurn;

    /**
     * @param name of the reader's thread
     * @param nanoTime a monotonic clock; {@link System#nanoTime}
     */
    public TopicReader(String name, Broker broker, Set<String> topics, RecordHandler handler, LongSupplier nanoTime) {
        this.broker = broker;
        this.topics = Set.copyOf(topics);
        this.handler = handler;
        this.nanoTime = nanoTime;
        this.lastTurn = nanoTime.getAsLong();
        this.constructed = lastTurn;
        this.guarded = new GuardedHandler(handler, LOG, nanoTime);
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    public void start() {
        start(Map.of());
    }

    /** @param from where to begin with some of the partitions, instead of at their beginning */
    public void start(Map<TopicPartition, Long> from) {
        positions.putAll(from);
        thread.start();
    }

    /** Whether every record has been read that stood in the topics when reading began. */
    public boolean caughtUp() {
        return caughtUp;
    }

    /**
     * Waits until every record has been read that stands in the topics at the time of the call.
     *
     * @return whether that was so within the timeout
     */
    public boolean catchUp(Duration timeout) throws InterruptedException {
        CatchUp caughtUp = new CatchUp();
        catchUps.add(caughtUp);
        try {
            return caughtUp.done.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            catchUps.remove(caughtUp);
        }
    }

    /**
     * How long ago the reader last did something: polled, applied a record or tried to reach the broker. It does so many
     * times a minute; minutes mean that its thread has ended or a handler does not return.
     */
    public Duration sinceLastTurn() {
        return Duration.ofNanos(nanoTime.getAsLong() - lastTurn);
    }

    @Override
    public void close() {
        closing.countDown();
        current.ifPresent(TopicConsumer::wakeUp);
    }

    private void run() {
        while (!isClosing()) {
            try {
                recordTurn();
                follow();
            } catch (Throwable failure) {
                recover(failure);
            }
        }
    }

    private void follow() {
        try (TopicConsumer consumer = TopicConsumer.open(broker, topics, Map.of(), positions)) {
            current = Optional.of(consumer);
            positions.putAll(consumer.positions());
            if (!caughtUp) {
                ends = consumer.ends();
            }
            long lookedForPartitions = nanoTime.getAsLong();
            while (!isClosing()) {
                recordTurn();
                for (ConsumerRecord<byte[], byte[]> record : poll(consumer)) {
                    guarded.apply(record);
                    positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
                    recordTurn();
                }
                guarded.endPeriod();
                positions.putAll(consumer.positions());
                handler.onPositions(Map.copyOf(positions));
                caughtUp = caughtUp || hasReached(ends);
                catchUps.forEach(caughtUp -> caughtUp.check(consumer));
                failuresInARow = 0;
                hasRead = true;
                hasWarned = false;
                if (nanoTime.getAsLong() - lookedForPartitions > NEW_PARTITIONS_EVERY.toNanos()) {
                    lookedForPartitions = nanoTime.getAsLong();
                    consumer.assignNewPartitions()
                            .forEach(added -> LOG.log(Level.INFO, "{0} is new and is read from its beginning", added));
                }
            }
        } finally {
            current = Optional.empty();
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> poll(TopicConsumer consumer) {
        try {
            return consumer.poll(POLL);
        } catch (OversizedRecordException e) {
            guarded.setAside(
                    new ConsumerRecord<>(e.partition().topic(), e.partition().partition(), e.offset(), null, null), e);
            return List.of();
        }
    }

    private void recover(Throwable failure) {
        if (isClosing()) {
            return;
        }
        try {
            if (failure instanceof InvalidOffsetException) {
                LOG.log(
                        Level.WARNING,
                        "{0} were replaced by other topics and are read from their beginning: {1}",
                        topics,
                        failure.getMessage());
                positions.clear();
                caughtUp = false;
                handler.reset();
            } else {
                report(failure);
            }
            failuresInARow++;
            delay();
        } catch (RuntimeException | Error e) {
            // Not even the failure could be dealt with, for lack of memory for instance: the next turn tries again.
            failuresInARow++;
        }
    }

    private void report(Throwable failure) {
        boolean isStarting = !hasRead && nanoTime.getAsLong() - constructed < STARTING.toNanos();
        if (failuresInARow == 0 || (!hasWarned && !isStarting)) {
            hasWarned = !isStarting;
            LOG.log(
                    isStarting ? Level.INFO : Level.WARNING,
                    "{0} cannot be read, retrying: {1}",
                    topics,
                    failure instanceof org.apache.kafka.common.KafkaException
                            ? failure.getMessage()
                            : failure.toString());
        }
    }

    private void delay() {
        long millis = Math.min(LONGEST_DELAY.toMillis(), FIRST_DELAY.toMillis() << Math.min(failuresInARow - 1, 10));
        try {
            closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "The reader of {0} was interrupted and continues", topics);
        }
    }

    private boolean hasReached(Map<TopicPartition, Long> offsets) {
        return offsets.entrySet().stream()
                .allMatch(offset -> positions.getOrDefault(offset.getKey(), -1L) >= offset.getValue());
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void recordTurn() {
        lastTurn = nanoTime.getAsLong();
    }

    /** A caller waits until the reader has read what is in the topics now; used by the reader's thread. */
    private final class CatchUp {
        private final CountDownLatch done = new CountDownLatch(1);
        private Optional<Map<TopicPartition, Long>> reach = Optional.empty();

        void check(TopicConsumer consumer) {
            Map<TopicPartition, Long> offsets = reach.orElseGet(consumer::ends);
            reach = Optional.of(offsets);
            if (hasReached(offsets)) {
                done.countDown();
            }
        }
    }
}
