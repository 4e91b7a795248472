package dev.atelier.trainer.queue;

import dev.atelier.testsupport.TestClients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts test jobs into a topic: how many milliseconds each takes, under its name. */
final class JobsTopic implements AutoCloseable {
    private final String topic;
    private final Producer<String, byte[]> producer;

    JobsTopic(String bootstrapServers, String topic) {
        this.topic = topic;
        this.producer = TestClients.textKeyProducer(bootstrapServers);
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
