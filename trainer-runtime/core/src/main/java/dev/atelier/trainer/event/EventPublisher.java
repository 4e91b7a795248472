package dev.atelier.trainer.event;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.message.Traces;
import dev.atelier.kafka.KafkaClients;
import dev.atelier.kafka.broker.Broker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Writes events to the log and returns when the broker has them on its disk. An event that finds no way there in time, or
 * whose publisher loses the right to publish it meanwhile, is an error, as is one that the log never takes, and what still waited to be sent is thrown away. One
 * thread publishes at a time, others wait for it.
 */
public final class EventPublisher implements AutoCloseable {
    private static final Duration LOOK_UP = Duration.ofMillis(50);
    private static final int LARGEST_REQUEST_BYTES = 4 << 20;

    private final Broker broker;
    private final MeterRegistry registry;
    private final String source;
    private final Duration timeout;
    private final LongSupplier nanoTime;
    private Optional<Producer<String, byte[]>> producer = Optional.empty();
    private Optional<KafkaClientMetrics> metrics = Optional.empty();

    /**
     * @param source who publishes, such as {@code /atelier/mlp-trainer}
     * @param timeout how long an event may take to be acknowledged
     * @param registry shows the producer's own metrics
     */
    public EventPublisher(
            Broker broker, String source, Duration timeout, LongSupplier nanoTime, MeterRegistry registry) {
        this.registry = registry;
        this.source = source;
        this.timeout = timeout;
        this.nanoTime = nanoTime;
        this.broker = broker;
    }

    /**
     * Returns when all events are in the log, in their order.
     *
     * @param entitled whether the publisher is still entitled; called before anything is sent, and while waiting
     */
    public synchronized void publish(List<? extends Event> events, BooleanSupplier entitled)
            throws EventNotAcknowledgedException {
        if (!entitled.getAsBoolean()) {
            // It may have waited for others until it was not.
            throw notEntitled(events.getFirst());
        }
        try {
            Producer<String, byte[]> open = producer.orElseGet(this::connect);
            producer = Optional.of(open);
            long start = nanoTime.getAsLong();
            List<Future<RecordMetadata>> answers = send(open, events);
            for (int i = 0; i < answers.size(); i++) {
                await(events.get(i), answers.get(i), start, entitled);
            }
        } catch (KafkaException e) {
            forget();
            throw new EventNotAcknowledgedException("events could not be sent: " + e.getMessage(), e);
        } catch (EventNotAcknowledgedException | EventRefusedException e) {
            forget();
            throw e;
        }
    }

    /** Sends up to the first event that is refused at once: what follows it must not be in the log without it. */
    private List<Future<RecordMetadata>> send(Producer<String, byte[]> open, List<? extends Event> events) {
        List<Future<RecordMetadata>> answers = new ArrayList<>();
        for (Event event : events) {
            Future<RecordMetadata> answer = open.send(record(event));
            answers.add(answer);
            if (answer.isDone() && answer.state() == Future.State.FAILED) {
                break;
            }
        }
        return answers;
    }

    private ProducerRecord<String, byte[]> record(Event event) {
        ProducerRecord<String, byte[]> record = EventCodec.encode(event, source);
        Traces.carryOn(record.headers());
        return record;
    }

    @Override
    public synchronized void close() {
        forget();
    }

    private void await(Event event, Future<RecordMetadata> answer, long start, BooleanSupplier entitled)
            throws EventNotAcknowledgedException {
        while (true) {
            try {
                answer.get(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException notYet) {
                if (!entitled.getAsBoolean()) {
                    throw notEntitled(event);
                }
                if (nanoTime.getAsLong() - start > timeout.toNanos()) {
                    throw new EventNotAcknowledgedException(
                            nameOf(event) + " was not acknowledged by the broker within " + timeout.toSeconds() + " s",
                            notYet);
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RecordTooLargeException tooLarge) {
                    throw new EventRefusedException(event.id(), tooLarge);
                }
                throw new EventNotAcknowledgedException(
                        nameOf(event) + " was refused by the broker: " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EventNotAcknowledgedException("interrupted while publishing " + nameOf(event), e);
            }
        }
    }

    private static EventNotAcknowledgedException notEntitled(Event event) {
        return new EventNotAcknowledgedException(
                "this trainer no longer holds the job, so its event " + event.type() + " is not published here", null);
    }

    /** As a job's log names it. */
    private static String nameOf(Event event) {
        return "the event " + event.type();
    }

    /** One that gives up early: while it looks for its broker nobody checks whether the publisher is still entitled. */
    private Producer<String, byte[]> connect() {
        Duration delivery = Collections.max(List.of(timeout, KafkaClients.ANSWER_TIMEOUT));
        Producer<String, byte[]> open = KafkaClients.textKeyProducer(
                broker,
                delivery,
                Map.of(
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        LARGEST_REQUEST_BYTES));
        KafkaClientMetrics shown = new KafkaClientMetrics(open);
        shown.bindTo(registry);
        metrics = Optional.of(shown);
        return open;
    }

    private void forget() {
        metrics.ifPresent(KafkaClientMetrics::close);
        metrics = Optional.empty();
        producer.ifPresent(open -> open.close(Duration.ZERO));
        producer = Optional.empty();
    }
}
