package dev.atelier.trainer.log;

import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.joblog.JobLogLine;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.KafkaClients;
import dev.atelier.kafka.broker.Broker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends the lines of jobs' logs to their topic, on a thread of its own with a producer of its own, so that nothing else waits
 * for it. While the broker is unavailable lines wait, as many as the buffer holds, and are sent again until they are
 * acknowledged: a line can be in the topic twice. No failure ends the thread.
 */
public final class JobLogPublisher implements LineSink, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(JobLogPublisher.class);
    private static final int MOST_LINES = 1_000;
    private static final long MOST_CHARACTERS = 1 << 20;
    private static final int BATCH = 100;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration DELIVERY = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int PAUSE_DOUBLINGS = 10;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final int LINGER_MILLIS = 20;

    private final Broker broker;
    private final LineBuffer buffer;
    private final IntConsumer lost;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("job-log").daemon().unstarted(this::run);
    private Optional<Producer<String, byte[]>> producer = Optional.empty();

    /** @param lost accepts how many lines are lost, whenever some are; called by several threads */
    public JobLogPublisher(Broker broker, IntConsumer lost) {
        this(broker, new LineBuffer(MOST_LINES, MOST_CHARACTERS), lost);
    }

    JobLogPublisher(Broker broker, LineBuffer buffer, IntConsumer lost) {
        this.broker = broker;
        this.buffer = buffer;
        this.lost = lost;
    }

    public void start() {
        thread.start();
    }

    /** @param failed accepts an error that ends the thread, which none should */
    void start(Consumer<Throwable> failed) {
        thread.setUncaughtExceptionHandler((ended, failure) -> failed.accept(failure));
        thread.start();
    }

    /** Waits for the thread to end after {@link #close}. */
    void awaitEnd() throws InterruptedException {
        thread.join();
    }

    @Override
    public void add(JobLogLine line) {
        int dropped = buffer.add(line);
        if (dropped > 0) {
            lost.accept(dropped);
        }
    }

    /** Stops; lines that wait are sent, if the broker accepts them within {@code CLOSE_TIMEOUT}. */
    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        if (!thread.join(CLOSE_TIMEOUT)) {
            thread.interrupt();
        }
    }

    private void run() {
        List<JobLogLine> batch = List.of();
        int failures = 0;
        try {
            while (!isClosing() || !batch.isEmpty() || !buffer.isEmpty()) {
                if (batch.isEmpty()) {
                    batch = buffer.take(BATCH, isClosing() ? Duration.ofMillis(1) : LOOK);
                }
                if (batch.isEmpty() || tryPublish(batch, failures)) {
                    batch = List.of();
                    failures = 0;
                } else {
                    failures++;
                    awaitRetry(failures);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Lines of jobs' logs were not sent before the trainer ended");
        } finally {
            forget();
        }
    }

    /** Returns whether all lines are acknowledged, or never will be. */
    private boolean tryPublish(List<JobLogLine> batch, int failures) throws InterruptedException {
        try {
            Producer<String, byte[]> open = producer.orElseGet(this::connect);
            producer = Optional.of(open);
            for (Future<RecordMetadata> answer : send(open, batch)) {
                await(answer);
            }
            return true;
        } catch (org.apache.kafka.common.errors.InterruptException e) {
            throw new InterruptedException(e.getMessage());
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            if (failures == 0) {
                LOG.infof("Lines of jobs' logs wait until the broker accepts them: %s", e.getMessage());
            }
            forget();
            return false;
        } catch (RuntimeException | Error e) {
            LOG.warnf("%s of jobs' logs lost: %s", Counted.of(batch.size(), "line"), e);
            lost.accept(batch.size());
            forget();
            return true;
        }
    }

    /** Sends up to the first line that is refused at once, so that no more of them wait for a broker that is away. */
    private static List<Future<RecordMetadata>> send(Producer<String, byte[]> open, List<JobLogLine> batch) {
        List<Future<RecordMetadata>> answers = new ArrayList<>();
        for (JobLogLine line : batch) {
            Future<RecordMetadata> answer =
                    open.send(new ProducerRecord<>(Topics.LOGS.topicName(), line.job(), Json.bytes(line)));
            answers.add(answer);
            if (answer.isDone() && answer.state() == Future.State.FAILED && !isTooLarge(answer.exceptionNow())) {
                break;
            }
        }
        return answers;
    }

    private void await(Future<RecordMetadata> answer)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            answer.get(DELIVERY.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!isTooLarge(e.getCause())) {
                throw e;
            }
            LOG.warn("A line of a job's log is larger than the broker accepts, and is lost");
            lost.accept(1);
        }
    }

    private static boolean isTooLarge(@Nullable Throwable failure) {
        return failure instanceof RecordTooLargeException;
    }

    private void awaitRetry(int failures) throws InterruptedException {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, PAUSE_DOUBLINGS));
        Duration pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        if (isClosing()) {
            Thread.sleep(FIRST_PAUSE);
        } else {
            closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private Producer<String, byte[]> connect() {
        return KafkaClients.textKeyProducer(broker, DELIVERY, Map.of(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS));
    }

    private void forget() {
        try {
            producer.ifPresent(open -> open.close(Duration.ZERO));
        } catch (KafkaException e) {
            // Of a thread that was interrupted, for instance: the producer has closed all the same.
            LOG.debugf(e, "The producer of jobs' logs did not close as it should");
        }
        producer = Optional.empty();
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }
}
