package dev.atelier.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.kafka.broker.Broker;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.testsupport.TestClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicReaderTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String topic = "read-" + UUID.randomUUID();
    private final Producer<String, byte[]> producer = TestClients.textKeyProducer(Infrastructure.bootstrapServers());
    private final Admin admin = TestClients.admin(Infrastructure.bootstrapServers());
    private final Recorder recorder = new Recorder();
    private final TopicReader reader = new TopicReader(
            "reader", Broker.at(Infrastructure.bootstrapServers()), Set.of(topic), recorder, System::nanoTime);

    @BeforeEach
    void createTopic() throws Exception {
        create();
    }

    @AfterEach
    void close() {
        reader.close();
        producer.close();
        admin.close();
    }

    @Test
    void aRecordThatIsRefusedIsSetAsideAndTheNextOneApplied() throws Exception {
        send("first", "NullPointerException", null, "StackOverflowError", "AssertionError", "last");
        reader.start();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(recorder.applied).containsExactly("first", "last"));
        assertThat(recorder.setAside).containsExactly("1", "2", "3", "4");
    }

    @Test
    void aFailureToReportARecordThatWasSetAsideStopsNothing() throws Exception {
        send("first", "refused and not to be reported", "last");
        reader.start();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(recorder.applied).containsExactly("first", "last"));
    }

    @Test
    void memoryThatWasShortForAMomentSetsNothingAside() throws Exception {
        recorder.attemptsWithoutMemory.set(2);
        send("first", "large", "last");
        reader.start();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(recorder.applied).containsExactly("first", "large", "last"));
        assertThat(recorder.setAside).isEmpty();
    }

    @Test
    void aRecordThatAlwaysUsesUpTheMemoryIsSetAside() throws Exception {
        recorder.attemptsWithoutMemory.set(Integer.MAX_VALUE);
        send("first", "large", "last");
        reader.start();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(recorder.applied).containsExactly("first", "last"));
        assertThat(recorder.setAside).containsExactly("1");
    }

    @Test
    void itHasCaughtUpOnceAllIsReadThatWasThereBefore() throws Exception {
        send("first");
        assertThat(reader.caughtUp()).isFalse();
        reader.start();
        await().atMost(LIMIT).until(reader::caughtUp);
        assertThat(recorder.applied).containsExactly("first");
    }

    @Test
    void catchingUpReadsAllThatWasWrittenBefore() throws Exception {
        assertThat(reader.catchUp(Duration.ZERO)).as("nothing is read yet").isFalse();
        reader.start();
        for (int i = 0; i < 20; i++) {
            send("written before " + i);
            assertThat(reader.catchUp(LIMIT)).isTrue();
            assertThat(recorder.applied).last().isEqualTo("written before " + i);
        }
    }

    @Test
    void newPartitionsAreReadFromTheirBeginning() throws Exception {
        reader.start();
        send("first");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(recorder.applied).containsExactly("first"));
        admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3))).all().get();
        producer.send(new ProducerRecord<>(topic, 2, null, "of the new partition".getBytes(UTF_8)))
                .get();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(recorder.applied).containsExactly("first", "of the new partition"));
    }

    @Test
    void aTopicThatTookThePlaceOfTheOneThatWasReadIsReadFromItsBeginning() throws Exception {
        send("first", "second");
        reader.start();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(recorder.applied).containsExactly("first", "second"));
        admin.deleteTopics(List.of(topic)).all().get();
        await().atMost(LIMIT).ignoreException(ExecutionException.class).until(() -> {
            create();
            return true;
        });
        send("of the new topic");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(recorder.applied).containsExactly("of the new topic"));
        assertThat(recorder.resets).hasPositiveValue();
    }

    @Test
    void aTopicThatIsNotThereYetIsWaitedFor() throws Exception {
        String later = topic + "-later";
        try (TopicReader early = new TopicReader(
                "early", Broker.at(Infrastructure.bootstrapServers()), Set.of(later), recorder, System::nanoTime)) {
            early.start();
            admin.createTopics(List.of(new NewTopic(later, 1, (short) 1))).all().get();
            await().atMost(LIMIT).until(early::caughtUp);
            assertThat(early.sinceLastTurn()).isLessThan(LIMIT);
        }
    }

    private void create() throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }

    private void send(String... values) throws Exception {
        for (String value : values) {
            producer.send(new ProducerRecord<>(topic, 0, null, value == null ? null : value.getBytes(UTF_8)))
                    .get();
        }
    }

    /** Throws what a record names, and remembers the others. */
    private static final class Recorder implements RecordHandler {
        private final List<String> applied = new CopyOnWriteArrayList<>();
        private final List<String> setAside = new CopyOnWriteArrayList<>();
        private final AtomicInteger attemptsWithoutMemory = new AtomicInteger();
        private final AtomicInteger resets = new AtomicInteger();

        @Override
        public void apply(ConsumerRecord<byte[], byte[]> record) {
            String value = Optional.ofNullable(record.value())
                    .map(bytes -> new String(bytes, UTF_8))
                    .orElseThrow();
            switch (value) {
                case "NullPointerException" -> throw new NullPointerException();
                case "StackOverflowError" -> throw new StackOverflowError();
                case "AssertionError" -> throw new AssertionError();
                case "refused and not to be reported" -> throw new IllegalArgumentException(value);
                case "large" -> {
                    if (attemptsWithoutMemory.getAndDecrement() > 0) {
                        throw new OutOfMemoryError("as if the heap were full");
                    }
                }
                default -> {}
            }
            applied.add(value);
        }

        @Override
        public void setAside(ConsumerRecord<byte[], byte[]> record, Throwable reason) {
            if (reason instanceof IllegalArgumentException) {
                throw new IllegalStateException("cannot be reported");
            }
            setAside.add(String.valueOf(record.offset()));
        }

        @Override
        public void reset() {
            applied.clear();
            resets.incrementAndGet();
        }
    }
}
