package dev.atelier.dataset.rest;

import dev.atelier.contracts.event.JobControl;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.contracts.tracing.Traces;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.ledger.Records;
import dev.atelier.dataset.submission.Submission;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Writes what comes over HTTP into the topics, as anybody could. */
@Singleton
public class SubmissionSender {
    private final Producer<byte[], byte[]> producer;

    @Inject
    public SubmissionSender(KafkaConnection kafka) {
        this.producer = kafka.producer(Map.of(ProducerConfig.LINGER_MS_CONFIG, 0));
    }

    /** Where the submission's record lies, once the broker has it. */
    CompletableFuture<RecordMetadata> submit(byte[] body, boolean fresh) {
        ProducerRecord<byte[], byte[]> submission = new ProducerRecord<>(Topics.SUBMISSIONS.topicName(), body);
        if (fresh) {
            submission.headers().add(Submission.FRESH, "true".getBytes(StandardCharsets.UTF_8));
        }
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

    private CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> message) {
        CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
        producer.send(message, (metadata, failure) -> {
            if (failure == null) {
                sent.complete(metadata);
            } else {
                sent.completeExceptionally(failure);
            }
        });
        return sent;
    }

    @PreDestroy
    void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
