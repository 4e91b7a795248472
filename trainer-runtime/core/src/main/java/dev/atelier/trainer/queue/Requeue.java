package dev.atelier.trainer.queue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts a job at the end of its own queue, so that the broker counts its deliveries from one again. Needed so seldom that
 * it keeps no connection.
 */
final class Requeue {
    private Requeue() {}

    /** Returns once the broker has the copy; the original may leave the queue then. */
    static void again(QueueSettings settings, ConsumerRecord<byte[], byte[]> job) throws JobLostException {
        Duration patience = settings.answerWithin();
        Map<String, Object> configuration = settings.broker()
                .client(Map.of(
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        patience.toMillis()));
        var copy = new ProducerRecord<>(job.topic(), job.partition(), job.key(), job.value(), job.headers());
        var producer = new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.send(copy).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new JobLostException("the job could not be queued anew: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobLostException("interrupted while the job was queued anew", e);
        } finally {
            producer.close(Duration.ZERO);
        }
    }
}
