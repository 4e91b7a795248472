package dev.atelier.trainer.queue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Puts test jobs into a topic: how many milliseconds each takes, under its name. */
final class JobsTopic implements AutoCloseable {
    private final String topic;
    private final KafkaProducer<String, byte[]> producer;

    JobsTopic(String bootstrapServers, String topic) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    void add(String job, Duration work) {
        byte[] value = String.valueOf(work.toMillis()).getBytes(StandardCharsets.UTF_8);
        try {
            producer.send(new ProducerRecord<>(topic, job, value)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot queue " + job, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while queueing " + job, e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
