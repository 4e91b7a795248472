package dev.atelier.trainer.attempt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.topic.Topic;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.process.Ports;
import dev.atelier.testsupport.CompressedRecords;
import dev.atelier.testsupport.TestClients;
import dev.atelier.trainer.dataset.RandomDataset;
import dev.atelier.trainer.queue.QueueSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records in every topic that a trainer reads that unpack to more than its heap. */
@Tag("faults")
class CompressedRecordsTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(4);
    /** What a trainer keeps for itself, and a small dataset. */
    private static final int HEAP_MEBIBYTES = 260;
    /** More than the whole heap. */
    private static final int MEBIBYTES = 300;

    @TempDir
    private Path folder;

    private final List<Integer> ports = Ports.free(2);
    private KafkaBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = new KafkaBroker(folder.resolve("kafka"), ports.getFirst(), ports.getLast());
        broker.start();
        try (Admin admin = TestClients.admin(broker.bootstrapServers())) {
            TopicCreation.createMissing(admin);
            CompressedRecords.allow(admin, Topics.CONTROLS.topicName(), Topics.DATASETS.topicName());
        }
    }

    @AfterEach
    void stop() {
        broker.stop();
    }

    @Test
    void noneEndsTheTrainerOrKeepsOtherJobsFromTheirEnd() throws Exception {
        String queue = Topics.jobs(new Family("mlp")).topicName();
        var settings = new QueueSettings(
                Broker.at(broker.bootstrapServers()),
                queue,
                queue + "-trainers",
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
        write(Topics.CONTROLS, TestJobs.newId());
        write(Topics.DATASETS, "x@1");
        DatasetManifest dataset = RandomDataset.publishAround(
                broker.bootstrapServers(), "random", () -> write(Topics.DATASET_BATCHES, "x"));
        write(Topics.DATASETS, "y@1");
        try (TestJobs jobs = new TestJobs(broker.bootstrapServers(), queue);
                RecordedEvents events = new RecordedEvents(broker.bootstrapServers());
                TrainerProcess trainer = TrainerProcess.start(settings, folder, HEAP_MEBIBYTES, 0)) {
            String first = jobs.add(TestJobs.small("{}"), dataset);
            await().atMost(TIMEOUT)
                    .until(() -> !events.of(first, JobCompleted.class).isEmpty());

            String named = TestJobs.newId();
            write(Topics.jobs(new Family("mlp")), named);
            String behind = jobs.add(TestJobs.small("{\"seed\": 2}"), dataset);
            await().atMost(TIMEOUT)
                    .until(() -> !events.of(behind, JobCompleted.class).isEmpty());
            assertThat(trainer.isAlive()).isTrue();
            assertThat(events.of(named, JobEvent.class)).isEmpty();
            assertThat(events.of(first, JobFailed.class)).isEmpty();
        }
    }

    private long write(Topic where, String key) throws Exception {
        return CompressedRecords.write(broker.bootstrapServers(), where.topicName(), key.getBytes(US_ASCII), MEBIBYTES);
    }
}
