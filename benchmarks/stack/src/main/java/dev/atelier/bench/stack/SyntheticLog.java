package dev.atelier.bench.stack;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.KafkaClients;
import dev.atelier.kafka.broker.Broker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Publishes the events of synthetic jobs, as trainers publish theirs. */
final class SyntheticLog implements AutoCloseable {
    private static final String SOURCE = "/atelier/bench";
    /** Jobs whose events alternate in the log. */
    private static final int TRAINERS = 8;

    private static final Duration DELIVERY = Duration.ofMinutes(2);
    private static final int REQUEST_TIMEOUT_MILLIS = 30_000;

    private final Producer<String, byte[]> producer;

    SyntheticLog(String bootstrapServers) {
        this.producer = KafkaClients.textKeyProducer(
                Broker.at(bootstrapServers),
                DELIVERY,
                Map.of(
                        ProducerConfig.LINGER_MS_CONFIG,
                        1,
                        // Events are made faster than they are taken: the producer waits.
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        DELIVERY.toMillis(),
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        REQUEST_TIMEOUT_MILLIS));
    }

    /**
     * Publishes all events of these jobs, those of several jobs by turns.
     *
     * @return their number
     */
    long publish(List<SyntheticJob> jobs) {
        long published = 0;
        for (int first = 0; first < jobs.size(); first += TRAINERS) {
            List<List<Event>> running = new ArrayList<>();
            for (SyntheticJob job : jobs.subList(first, Math.min(jobs.size(), first + TRAINERS))) {
                running.add(job.events());
            }
            int longest = running.stream().mapToInt(List::size).max().orElse(0);
            for (int i = 0; i < longest; i++) {
                for (List<Event> events : running) {
                    if (i < events.size()) {
                        publish(events.get(i), (written, failure) -> {});
                        published++;
                    }
                }
            }
        }
        producer.flush();
        return published;
    }

    /** Writes the records of these jobs to their queue. */
    void queue(List<SyntheticJob> jobs) {
        for (SyntheticJob job : jobs) {
            QueuedJob record = job.queuedJob();
            producer.send(
                    new ProducerRecord<>(
                            Topics.jobs(record.request().family()).topicName(), record.job(), Json.bytes(record)),
                    (place, failure) -> require(failure));
        }
    }

    /** @param written is called when the event is in the log */
    void publish(Event event, Callback written) {
        producer.send(EventCodec.encode(event, SOURCE), (place, failure) -> {
            require(failure);
            written.onCompletion(place, null);
        });
    }

    private static void require(@Nullable Exception failure) {
        if (failure != null) {
            throw new IllegalStateException("the broker did not take a record", failure);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
