package dev.atelier.dataset.submission;

import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.ledger.Journal.Fence;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * The channel that submissions come through: bytes in, one after the other, each handed to the desk and held until the
 * desk takes the next. Nothing is committed here; the desk's transactions commit the offsets.
 */
@Singleton
public class SubmissionChannel implements SubmissionsReader {
    private static final String CHANNEL = "submissions";
    private static final int ONLY_PARTITION = 0;
    /** A partition that begins later is read from its beginning all the same. */
    private static final OffsetAndMetadata BEGINNING = new OffsetAndMetadata(0);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaClientService clients;
    private final CompletableFuture<SubmissionDesk> desk = new CompletableFuture<>();
    private volatile Optional<ConsumerGroupMetadata> known = Optional.empty();

    @Inject
    public SubmissionChannel(KafkaClientService clients) {
        this.clients = clients;
    }

    /** Lets submissions through, those that have come already as well. */
    void open(SubmissionDesk opened) {
        desk.complete(opened);
    }

    @Incoming(CHANNEL)
    @Acknowledgment(Acknowledgment.Strategy.NONE)
    CompletionStage<Void> take(Message<byte[]> message) {
        var told = message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
        @SuppressWarnings("unchecked")
        Submission submission = Submission.of(told.getRecord());
        int generation = told.getConsumerGroupGenerationId();
        return desk.thenCompose(open -> open.answer(submission, generation));
    }

    @Override
    public Optional<Fence> fence(int partition, long next, int generation) {
        if (known.filter(metadata -> metadata.generationId() == generation).isEmpty()) {
            known = Optional.of(ask(consumer().consumerGroupMetadata()));
        }
        return known.filter(metadata -> metadata.generationId() == generation)
                .map(metadata -> new Fence(Map.of(partition(partition), new OffsetAndMetadata(next)), metadata));
    }

    @Override
    public Optional<Fence> fence() {
        TopicPartition partition = partition(ONLY_PARTITION);
        if (!ask(consumer().getAssignments()).contains(partition)) {
            return Optional.empty();
        }
        ConsumerGroupMetadata metadata = ask(consumer().consumerGroupMetadata());
        OffsetAndMetadata committed = Optional.ofNullable(
                        ask(consumer().committed(partition)).get(partition))
                .orElse(BEGINNING);
        return Optional.of(new Fence(Map.of(partition, committed), metadata));
    }

    @Override
    public boolean isCurrent(int generation) {
        return ask(consumer().consumerGroupMetadata()).generationId() == generation;
    }

    @Override
    public void forget() {
        known = Optional.empty();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return clients.getConsumer(CHANNEL);
    }

    /** What the consumer's own thread answers. */
    private static <T> T ask(Uni<T> question) {
        try {
            return question.await().atMost(PATIENCE);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new KafkaException("The reader of the submissions does not answer", e);
        }
    }

    private static TopicPartition partition(int partition) {
        return new TopicPartition(Topics.SUBMISSIONS.topicName(), partition);
    }
}
