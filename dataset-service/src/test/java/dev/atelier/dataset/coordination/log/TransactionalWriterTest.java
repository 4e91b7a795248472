package dev.atelier.dataset.coordination.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.dataset.MortalConnection;
import dev.atelier.dataset.MortalProducer;
import dev.atelier.dataset.Topic;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.coordination.log.TransactionalWriter.Fence;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.testsupport.TestClients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionalWriterTest {
    private final Topic topic = new Topic(Infrastructure.bootstrapServers());
    private final KafkaConnection kafka = new KafkaConnection(Map.of("bootstrap.servers", topic.bootstrapServers()));
    private final String id = UUID.randomUUID().toString();
    private final TransactionalWriter writer = new TransactionalWriter(kafka, id);
    private String read;
    private String written;
    private Consumer<byte[], byte[]> reader;

    @BeforeEach
    void joinGroup() {
        read = Infrastructure.newTopic("read", 1);
        written = Infrastructure.newTopic("written", 1);
        reader = member();
        poll(reader);
    }

    @AfterEach
    void leave() {
        writer.close();
        reader.close();
    }

    @Test
    void recordsAndOffsetsAreCommittedTogether() throws Exception {
        writer.commit(List.of(event("one"), event("two")), fence(reader, 7));

        assertThat(texts()).containsExactly("one", "two");
        assertThat(reader.committed(Set.of(partition())).get(partition()).offset())
                .isEqualTo(7);
    }

    @Test
    void whoeverWritesInItsPlacePutsAnEndToIt() throws Exception {
        writer.commit(List.of(event("mine")), fence(reader, 1));
        try (TransactionalWriter successor = new TransactionalWriter(kafka, id)) {
            successor.settle();

            assertThatThrownBy(() -> writer.commit(List.of(event("too late")), fence(reader, 2)))
                    .isInstanceOf(TransactionalWriter.SupersededException.class);
            successor.commit(List.of(event("theirs")), fence(reader, 2));
        }
        assertThat(texts()).containsExactly("mine", "theirs");
    }

    @Test
    void aDecisionOfAFormerReaderIsVoid() throws Exception {
        Fence stale = fence(reader, 1);
        try (Consumer<byte[], byte[]> second = member()) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                reader.poll(Duration.ofMillis(100));
                second.poll(Duration.ofMillis(100));
                return reader.groupMetadata().generationId() != stale.reader().generationId();
            });

            assertThatThrownBy(() -> writer.commit(List.of(event("void")), stale))
                    .isInstanceOf(KafkaException.class);
        }
        assertThat(texts()).isEmpty();
    }

    @Test
    void tooLargeTransactionsAreReportedAndTheWriterContinues() throws Exception {
        ProducerRecord<byte[], byte[]> large = new ProducerRecord<>(written, new byte[20_000_000]);

        assertThatThrownBy(() -> writer.commit(List.of(event("beside"), large), fence(reader, 1)))
                .isInstanceOf(RecordTooLargeException.class);
        writer.commit(List.of(event("next")), fence(reader, 1));

        assertThat(texts()).containsExactly("next");
    }

    @Test
    void aProducerWhoseThreadIsDeadIsNotWaitedForForEver() throws Exception {
        KafkaConnection mortal = new MortalConnection(topic.bootstrapServers(), this::dyingProducer);
        try (TransactionalWriter bereaved = new TransactionalWriter(mortal, id)) {
            assertThatThrownBy(() -> bereaved.commit(List.of(event("lost")), fence(reader, 1)))
                    .isInstanceOf(KafkaException.class);
            bereaved.commit(List.of(event("next")), fence(reader, 1));
        }
        assertThat(texts()).containsExactly("next");
    }

    /** One that is dead when it ought to say that everything is sent. */
    private MortalProducer dyingProducer(Map<String, Object> settings) {
        return new MortalProducer(settings) {
            @Override
            public void sendOffsetsToTransaction(
                    Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata reader) {
                super.sendOffsetsToTransaction(offsets, reader);
                die(written);
            }
        };
    }

    private Consumer<byte[], byte[]> member() {
        Consumer<byte[], byte[]> member =
                TestClients.consumer(topic.bootstrapServers(), Map.of("group.id", id, "auto.offset.reset", "earliest"));
        member.subscribe(List.of(read));
        return member;
    }

    private static void poll(Consumer<?, ?> member) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            member.poll(Duration.ofMillis(100));
            return !member.assignment().isEmpty();
        });
    }

    private Fence fence(Consumer<?, ?> member, long offset) {
        return new Fence(Map.of(partition(), new OffsetAndMetadata(offset)), member.groupMetadata());
    }

    private TopicPartition partition() {
        return new TopicPartition(read, 0);
    }

    private ProducerRecord<byte[], byte[]> event(String text) {
        return new ProducerRecord<>(written, text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> texts() {
        return topic.read(written).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }
}
