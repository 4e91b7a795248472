package dev.atelier.trainer.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.job.Job;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.process.Ports;
import dev.atelier.testsupport.TestClients;
import dev.atelier.trainer.attempt.TinyAlgorithm.BeforeStep;
import dev.atelier.trainer.dataset.RandomDataset;
import dev.atelier.trainer.queue.QueueSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whole runs on a broker that is killed while one job is trained and another waits. */
@Execution(ExecutionMode.CONCURRENT)
class RunBrokerDeathTest {
    private static final int KILLS = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final Duration STEP = Duration.ofMillis(60);
    private static final String TOPIC = "jobs";

    @TempDir
    private Path folder;

    @Test
    void everyEpochStandsOnceAndTheBitsAreThoseOfAnUndisturbedRun() throws Exception {
        List<Integer> ports = Ports.free(2);
        var broker = new KafkaBroker(folder.resolve("broker"), ports.getFirst(), ports.getLast());
        broker.start();
        String bootstrapServers = broker.bootstrapServers();
        createTopics(bootstrapServers);
        DatasetManifest dataset = RandomDataset.publish(bootstrapServers, "random", 200, 50);
        var settings = new QueueSettings(
                Broker.at(bootstrapServers), TOPIC, "trainers", Duration.ofSeconds(6), Duration.ofSeconds(5));
        Job request = TestJobs.small("{\"training\": {\"epochs\": 12}}");
        try (TestJobs jobs = new TestJobs(bootstrapServers, TOPIC);
                RecordedEvents recorded = new RecordedEvents(bootstrapServers);
                TestTrainer one = TestTrainer.start(settings, folder, slowly());
                TestTrainer other = TestTrainer.start(settings, folder, slowly())) {
            List<String> all =
                    Stream.generate(() -> jobs.add(request, dataset)).limit(3).toList();
            for (int kill = 1; kill <= KILLS; kill++) {
                long epochs = epochs(recorded, all);
                await().atMost(TIMEOUT).until(() -> epochs(recorded, all) > epochs || ended(recorded, all));
                broker.kill();
                broker.start();
            }
            await().atMost(TIMEOUT).until(() -> ended(recorded, all));
            List<Integer> everyEpochOnce =
                    Stream.iterate(1, epoch -> epoch + 1).limit(12).toList();
            assertThat(all)
                    .allSatisfy(job -> assertThat(recorded.currentEpochs(job)).isEqualTo(everyEpochOnce));

            String undisturbed = jobs.add(request, dataset);
            await().atMost(TIMEOUT).until(() -> ended(recorded, List.of(undisturbed)));
            assertThat(all).extracting(job -> digest(recorded, job)).containsOnly(digest(recorded, undisturbed));
        } finally {
            broker.kill();
        }
    }

    private static BeforeStep slowly() {
        return (job, step) -> LockSupport.parkNanos(STEP.toNanos());
    }

    private static long epochs(RecordedEvents recorded, List<String> jobs) {
        return jobs.stream()
                .mapToLong(job -> recorded.of(job, EpochCompleted.class).stream()
                        .map(EpochCompleted::epoch)
                        .distinct()
                        .count())
                .sum();
    }

    private static boolean ended(RecordedEvents recorded, List<String> jobs) {
        return jobs.stream()
                .noneMatch(job -> recorded.of(job, JobCompleted.class).isEmpty());
    }

    private static String digest(RecordedEvents recorded, String job) {
        return recorded.of(job, JobCompleted.class).getLast().model().sha256();
    }

    private static void createTopics(String bootstrapServers) throws Exception {
        try (Admin admin = TestClients.admin(bootstrapServers)) {
            TopicCreation.createMissing(admin);
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }
}
