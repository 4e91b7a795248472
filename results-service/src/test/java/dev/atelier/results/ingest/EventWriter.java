package dev.atelier.results.ingest;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.testsupport.TestClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes events to a topic, as services do; returns once the broker has them. */
public final class EventWriter implements AutoCloseable {
    private final Producer<String, byte[]> producer;
    private final String topic;
    private final List<Future<?>> sent = new ArrayList<>();

    public EventWriter(String bootstrapServers, String topic) {
        this.producer = TestClients.textKeyProducer(
                bootstrapServers,
                // With more requests in flight a partition that is only just being created can take the second before
                // the
                // first, whose retries it then refuses for ever.
                Map.of(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1));
        this.topic = topic;
    }

    public void publish(Event... events) {
        for (Event event : events) {
            send(EventCodec.encode(event, "/atelier/test"));
        }
        awaitAll();
    }

    void send(ProducerRecord<String, byte[]> record) {
        sent.add(producer.send(new ProducerRecord<>(topic, null, record.key(), record.value(), record.headers())));
    }

    /** Like {@link #send}, at a time of the writer's choice. */
    public void sendAt(long timestamp, ProducerRecord<String, byte[]> record) {
        sent.add(producer.send(
                new ProducerRecord<>(topic, null, timestamp, record.key(), record.value(), record.headers())));
    }

    /** Waits until the broker has all that was sent. */
    public void awaitAll() {
        try {
            for (Future<?> each : sent) {
                each.get();
            }
            sent.clear();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker did not take a record", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
