package dev.atelier.trainer.attempt;

import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.testsupport.TestClients;
import dev.atelier.trainer.attempt.TinyAlgorithm.BeforeStep;
import dev.atelier.trainer.dataset.RandomDataset;
import dev.atelier.trainer.queue.QueueSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests of whole trainers with a tiny algorithm, on a topic of their own of a real broker. */
abstract class TrainersOnATopic {
    static final Duration LOCK = Duration.ofSeconds(5);
    static final Duration TIMEOUT = Duration.ofSeconds(120);
    /** Of an epoch of a small job on {@link #dataset}. */
    static final int STEPS = 10;

    static DatasetManifest dataset;

    @TempDir
    Path folder;

    final String broker = Infrastructure.bootstrapServers();
    final String topic = Infrastructure.newTopic("jobs", 1);
    final QueueSettings settings =
            new QueueSettings(Broker.at(broker), topic, topic + "-trainers", LOCK, Duration.ofSeconds(5));
    final TestJobs jobs = new TestJobs(broker, topic);
    final RecordedEvents events = new RecordedEvents(broker);
    final List<TestTrainer> trainers = new ArrayList<>();

    @BeforeAll
    static void publishDataset() throws Exception {
        try (Admin admin = TestClients.admin(Infrastructure.bootstrapServers())) {
            TopicCreation.createMissing(admin);
        }
        dataset = RandomDataset.publish(Infrastructure.bootstrapServers(), "random", 40 + STEPS * 16, 50);
    }

    @AfterEach
    void stopTrainers() throws InterruptedException {
        for (TestTrainer trainer : trainers) {
            trainer.close();
        }
        jobs.close();
        events.close();
    }

    TestTrainer start(BeforeStep beforeStep) {
        TestTrainer trainer = TestTrainer.start(settings, folder, beforeStep);
        trainers.add(trainer);
        return trainer;
    }

    JobCompleted result(String job) {
        return events.of(job, JobCompleted.class).getLast();
    }

    void awaitEnd(String job) {
        await().atMost(TIMEOUT)
                .until(() -> events.of(job).stream()
                        .anyMatch(event -> event instanceof JobCompleted
                                || event instanceof JobFailed
                                || event instanceof JobCancelled));
    }

    /** Makes a step take a while, as a large model's would. */
    static void holdStill(Duration duration) {
        java.util.concurrent.locks.LockSupport.parkNanos(duration.toNanos());
    }
}
