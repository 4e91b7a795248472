package dev.atelier.trainer.queue;

import dev.atelier.kafka.KafkaClients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Puts a job at the end of its own queue, so that the broker counts its deliveries from one again. It is used so rarely that
 * it keeps no connection.
 */
final class Requeue {
    private static final String POSTPONED = "atelier-postponed";

    private Requeue() {}

    /** Returns once the broker has the copy; the original may leave the queue then. */
    static void requeue(QueueSettings settings, ConsumerRecord<byte[], byte[]> job) throws JobLostException {
        send(settings, job, job.headers());
    }

    /** The same, with how often the job has been postponed in a header of the copy. */
    static void postpone(QueueSettings settings, ConsumerRecord<byte[], byte[]> job, int times)
            throws JobLostException {
        var headers = new RecordHeaders(job.headers());
        headers.remove(POSTPONED).add(POSTPONED, Integer.toString(times).getBytes(StandardCharsets.US_ASCII));
        send(settings, job, headers);
    }

    /** How often a job has been postponed. */
    static int postponements(Headers headers) {
        Header times = headers.lastHeader(POSTPONED);
        String text =
                times == null || times.value() == null ? "" : new String(times.value(), StandardCharsets.US_ASCII);
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    }

    private static void send(QueueSettings settings, ConsumerRecord<byte[], byte[]> job, Headers headers)
            throws JobLostException {
        Duration timeout = settings.answerWithin();
        // The record's own time stays: a job's starts are counted from it.
        Long time = job.timestamp() < 0 ? null : job.timestamp();
        var copy = new ProducerRecord<>(job.topic(), job.partition(), time, job.key(), job.value(), headers);
        var producer = KafkaClients.producer(
                settings.broker(),
                Map.of(ProducerConfig.LINGER_MS_CONFIG, 0, ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout.toMillis()));
        try {
            producer.send(copy).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new JobLostException("the job could not be requeued: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobLostException("interrupted while the job was requeued", e);
        } finally {
            producer.close(Duration.ZERO);
        }
    }
}
