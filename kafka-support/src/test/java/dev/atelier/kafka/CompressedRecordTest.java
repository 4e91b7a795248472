package dev.atelier.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.kafka.broker.Broker;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.testsupport.CompressedRecords;
import dev.atelier.testsupport.TestClients;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Records that are small in the topic, and larger than their reader's heap once they are unpacked. */
class CompressedRecordTest {
    private static final int MEBI = 1 << 20;
    private static final int LARGE = 40;
    private static final long LIMIT_SECONDS = 90;

    @Test
    void whatTheHeapCannotHoldIsSetAsideAndTheRestIsRead() throws Exception {
        String topic = create();
        for (int i = 0; i < LARGE; i++) {
            write(topic, 8);
        }
        write(topic, 200);
        write(topic, 0);

        List<String> lines = read(topic);

        assertThat(lines).hasSize(LARGE + 2).contains("set aside 0-" + LARGE).contains("applied 0");
        assertThat(lines).filteredOn(("applied " + 8 * MEBI)::equals).hasSize(LARGE);
    }

    /** A marker and the records of an aborted transaction are no records: none of them is set aside. */
    @Test
    void whatIsSetAsideIsTheRecordAndNotWhatStandsBeforeIt() throws Exception {
        String topic = create();
        try (var producer =
                TestClients.producer(Infrastructure.bootstrapServers(), Map.of("transactional.id", topic))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, 0, null, new byte[1]));
            producer.commitTransaction();
            producer.beginTransaction();
            for (int i = 0; i < 3; i++) {
                producer.send(new ProducerRecord<>(topic, 0, null, new byte[1]));
            }
            producer.flush();
            producer.abortTransaction();
        }
        // A record and its marker, three records and theirs.
        long offset = 6;
        write(topic, 200);
        write(topic, 0);

        assertThat(read(topic)).containsExactly("applied 1", "set aside 0-" + offset, "applied 0");
    }

    @Test
    void aLongRowOfRecordsThatCannotBeUnpackedIsPassedAtOnce() throws Exception {
        String topic = create();
        int behind = 5_000;
        try (var producer = TestClients.producer(
                Infrastructure.bootstrapServers(),
                Map.of(
                        "compression.type", "zstd",
                        "linger.ms", 60_000,
                        "batch.size", 220 * MEBI,
                        "max.request.size", 220 * MEBI,
                        "buffer.memory", 512L * MEBI))) {
            producer.send(new ProducerRecord<>(topic, 0, null, new byte[200 * MEBI]));
            for (int i = 0; i < behind; i++) {
                producer.send(new ProducerRecord<>(topic, 0, null, new byte[1]));
            }
            producer.flush();
        }
        write(topic, 0);

        List<String> lines = read(topic);

        assertThat(lines).first().isEqualTo("set aside 0-0");
        assertThat(lines).last().isEqualTo("applied 0");
        assertThat(lines).hasSizeBetween(2, 102);
    }

    private String create() throws Exception {
        String topic = "compressed-" + UUID.randomUUID();
        try (Admin admin = TestClients.admin(Infrastructure.bootstrapServers())) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
        }
        return topic;
    }

    private static void write(String topic, int mebibytes) throws Exception {
        CompressedRecords.write(Infrastructure.bootstrapServers(), topic, new byte[] {1}, mebibytes);
    }

    /** What a reader with a small heap said of a topic until its last record. */
    private static List<String> read(String topic) throws Exception {
        Process reader = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx96m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallReader.class.getName(),
                        Infrastructure.bootstrapServers(),
                        topic)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(reader.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("the reader reached the last record")
                    .isTrue();
            return reader.inputReader(UTF_8).lines().toList();
        } finally {
            reader.destroyForcibly();
        }
    }

    /** Reads a topic in a small heap of its own until the record without a byte. */
    static final class SmallReader implements RecordHandler {
        private final CountDownLatch last = new CountDownLatch(1);

        private SmallReader() {}

        public static void main(String[] arguments) throws InterruptedException {
            SmallReader handler = new SmallReader();
            try (var reader = new TopicReader(
                    "reader", Broker.at(arguments[0]), Set.of(arguments[1]), handler, System::nanoTime)) {
                reader.start();
                handler.last.await();
            }
        }

        @Override
        public void apply(ConsumerRecord<byte[], byte[]> record) {
            System.out.println("applied " + record.value().length);
            if (record.value().length == 0) {
                last.countDown();
            }
        }

        @Override
        public void setAside(ConsumerRecord<byte[], byte[]> record, Throwable reason) {
            System.out.println("set aside " + record.partition() + "-" + record.offset());
        }
    }
}
