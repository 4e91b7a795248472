package dev.atelier.dataset.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.message.Traces;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.connection.Records;
import dev.atelier.dataset.coordination.request.Submission;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Writes what comes over HTTP into the topics, as anybody could. A producer that cannot report the outcome of a record is
 * replaced: its own thread is dead then, or the broker away.
 */
@Singleton
public class SubmissionSender {
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final KafkaConnection kafka;
    private final Duration timeout;
    private Optional<Producer<byte[], byte[]>> producer = Optional.empty();
    /** The one to be replaced. Its own thread sets this too, and must not wait for a thread that waits for its end. */
    private volatile Optional<Producer<byte[], byte[]>> failed = Optional.empty();

    @Inject
    public SubmissionSender(KafkaConnection kafka) {
        this(kafka, KafkaConnection.SENT_WITHIN);
    }

    /** @param timeout how long a producer may take to acknowledge a record */
    SubmissionSender(KafkaConnection kafka, Duration timeout) {
        this.kafka = kafka;
        this.timeout = timeout;
    }

    /** Where the submission's record lies, once the broker has it. */
    CompletableFuture<RecordMetadata> submit(byte[] body, boolean fresh, Optional<String> owner) {
        ProducerRecord<byte[], byte[]> submission = new ProducerRecord<>(Topics.SUBMISSIONS.topicName(), body);
        if (fresh) {
            submission.headers().add(Submission.FRESH, "true".getBytes(StandardCharsets.UTF_8));
        }
        owner.ifPresent(name -> submission.headers().add(Submission.OWNER, name.getBytes(StandardCharsets.UTF_8)));
        Traces.carryOn(submission.headers());
        return send(submission);
    }

    CompletableFuture<RecordMetadata> control(String id, JobControl control) {
        return send(Records.control(id, control));
    }

    CompletableFuture<RecordMetadata> pin(String job, JobControl pin) {
        return send(Records.pin(job, pin));
    }

    CompletableFuture<RecordMetadata> unpin(String job) {
        return send(Records.unpin(job));
    }

    /** Where the edit's record lies, once the broker has it. */
    CompletableFuture<RecordMetadata> edit(String id, JsonNode edit) {
        return send(Records.edit(id, edit));
    }

    private CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> message) {
        try {
            return send(producer(), message);
        } catch (KafkaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<RecordMetadata> send(
            Producer<byte[], byte[]> open, ProducerRecord<byte[], byte[]> message) {
        CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
        CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .execute(
                        () -> fail(sent, open, new KafkaException("no response within " + timeout.toSeconds() + " s")));
        try {
            open.send(message, (metadata, failure) -> {
                if (failure == null) {
                    sent.complete(metadata);
                } else {
                    fail(sent, open, failure);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            fail(sent, open, e);
        }
        return sent;
    }

    private void fail(CompletableFuture<RecordMetadata> sent, Producer<byte[], byte[]> open, Exception failure) {
        if (!sent.isDone() && !isAnswer(failure)) {
            failed = Optional.of(open);
        }
        sent.completeExceptionally(failure);
    }

    /** Whether a record was refused, by the broker or for its size, as it would be by another producer. */
    private static boolean isAnswer(Exception failure) {
        return failure instanceof ApiException && !(failure instanceof TimeoutException);
    }

    private synchronized Producer<byte[], byte[]> producer() {
        if (producer.equals(failed)) {
            close();
        }
        Producer<byte[], byte[]> open =
                producer.orElseGet(() -> kafka.producer(Map.of(ProducerConfig.LINGER_MS_CONFIG, 0)));
        producer = Optional.of(open);
        return open;
    }

    @PreDestroy
    synchronized void close() {
        producer.ifPresent(open -> open.close(CLOSE));
        producer = Optional.empty();
    }
}
