package dev.atelier.results.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.kafka.broker.Broker;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.results.SampleEvents;
import dev.atelier.results.ingest.log.LogSettings;
import dev.atelier.results.store.TestDatabase;
import dev.atelier.testsupport.CompressedRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Records of the log that are small there, and larger than the heap of the service once they are unpacked. */
class CompressedEventTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    /** More than the heap of {@link ProjectionProcess}, and less than that of this process. */
    private static final int MEBIBYTES = 160;

    @Test
    void aRecordLargerThanTheHeapIsSetAsideAndALargerHeapMakesTheSameRows() throws Exception {
        String url = Infrastructure.newDatabase();
        TestDatabase database = new TestDatabase(url);
        String topic = Infrastructure.newTopic("events", 1);
        String broker = Infrastructure.bootstrapServers();
        Process service;
        try (EventWriter log = new EventWriter(broker, topic)) {
            log.publish(SampleEvents.queued("before", 1));
            CompressedRecords.write(broker, topic, new byte[] {'x'}, MEBIBYTES);
            CompressedRecords.write(broker, topic, new byte[] {'x'}, MEBIBYTES);
            log.publish(SampleEvents.queued("behind", 1));
            service = ProjectionProcess.start(url, broker, topic);
        }
        try {
            await().atMost(LIMIT)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(database.column("SELECT id FROM jobs ORDER BY id"))
                            .containsExactly("before", "behind"));
            assertThat(service.isAlive()).isTrue();
        } finally {
            service.destroyForcibly().waitFor();
        }
        assertThat(database.column("SELECT record_offset || ' ' || reason FROM dead_letters ORDER BY record_offset"))
                .containsExactly(
                        "1 the record unpacks to more than 8388608 bytes; no event is larger",
                        "2 the record unpacks to more than 8388608 bytes; no event is larger");
        var rows = database.dump();

        ProjectionLoop withLargerHeap = new ProjectionLoop(
                database.source(),
                new LogSettings(Broker.at(broker), topic, 500, Duration.ofSeconds(30)),
                database::migrate,
                ProjectionLoopTest.NOBODY,
                System::nanoTime,
                new SimpleMeterRegistry());
        withLargerHeap.start();
        try {
            await().atMost(LIMIT)
                    .until(() -> withLargerHeap.status().ready()
                            && withLargerHeap.status().lagRecords() == 0);
            withLargerHeap.rebuild().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } finally {
            withLargerHeap.stop();
        }
        assertThat(database.dump()).isEqualTo(rows);
    }
}
