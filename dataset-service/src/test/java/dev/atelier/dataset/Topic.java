package dev.atelier.dataset;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.testsupport.TestClients;
import dev.atelier.testsupport.TopicContent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** The topics as anybody sees them: all that is committed, from the beginning. */
public record Topic(String bootstrapServers) {

    public RecordMetadata write(String topic, byte[] key, byte[] value, Map<String, String> headers)
            throws ExecutionException, InterruptedException {
        Map<String, Object> own = Map.of("max.request.size", 8 * 1024 * 1024, "linger.ms", 0);
        try (var producer = TestClients.producer(bootstrapServers, own)) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, value);
            headers.forEach((name, text) -> record.headers().add(name, text.getBytes()));
            return producer.send(record).get();
        }
    }

    public RecordMetadata submit(byte[] key, byte[] value) throws ExecutionException, InterruptedException {
        return write(Topics.SUBMISSIONS.topicName(), key, value, Map.of());
    }

    /** Everything that stands in a topic now. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return TopicContent.read(bootstrapServers, topic);
    }

    /** All events that can be read. */
    public List<Event> events() {
        return read(Topics.EVENTS.topicName()).stream()
                .flatMap(record -> event(record).stream())
                .toList();
    }

    private static Optional<Event> event(ConsumerRecord<byte[], byte[]> record) {
        try {
            return EventCodec.decode(record.headers(), record.value());
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    public <E extends Event> List<E> events(Class<E> type) {
        return events().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** All answers to a record. */
    public List<Event> answersTo(RecordMetadata submission) {
        return events().stream()
                .filter(event -> origins(event)
                        .anyMatch(origin ->
                                origin.partition() == submission.partition() && origin.offset() == submission.offset()))
                .toList();
    }

    private static Stream<RecordOrigin> origins(Event event) {
        return switch (event) {
            case SubmissionAccepted accepted -> Stream.of(accepted.origin());
            case SubmissionRejected rejected -> Stream.of(rejected.origin());
            default -> Stream.empty();
        };
    }
}
