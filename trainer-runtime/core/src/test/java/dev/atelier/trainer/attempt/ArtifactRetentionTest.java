package dev.atelier.trainer.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.testsupport.TestClients;
import dev.atelier.trainer.artifact.ArtifactFolder;
import dev.atelier.trainer.artifact.ArtifactGuard;
import dev.atelier.trainer.artifact.ArtifactSweep;
import dev.atelier.trainer.attempt.TinyAlgorithm.BeforeStep;
import dev.atelier.trainer.dataset.RandomDataset;
import dev.atelier.trainer.event.EventNotAcknowledgedException;
import dev.atelier.trainer.event.EventPublisher;
import dev.atelier.trainer.queue.QueueSettings;
import dev.atelier.trainer.retention.Retention;
import dev.atelier.trainer.retention.Sweep;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results that are deleted as soon as they may be, beside a trainer that writes them, through a real broker. */
class ArtifactRetentionTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int JOBS = 6;

    @TempDir
    private Path folder;

    private volatile boolean sweeping = true;

    @Test
    void aResultIsDeletedOnlyAfterTheLogHasIt() throws Exception {
        String broker = Infrastructure.bootstrapServers();
        try (Admin admin = TestClients.admin(broker)) {
            TopicCreation.createMissing(admin);
        }
        DatasetManifest dataset = RandomDataset.publish(broker, "retained", 200, 50);
        String topic = Infrastructure.newTopic("jobs", 1);
        var settings = new QueueSettings(
                Broker.at(broker), topic, topic + "-trainers", Duration.ofSeconds(15), Duration.ofSeconds(5));
        List<String> ids = new ArrayList<>();
        try (TestJobs jobs = new TestJobs(broker, topic);
                RecordedEvents recorded = new RecordedEvents(broker);
                ExecutorService thread = Executors.newSingleThreadExecutor();
                AutoCloseable stop = () -> sweeping = false;
                TestTrainer trainer = TestTrainer.start(settings, folder, BeforeStep.NOTHING)) {
            Future<?> sweeps = thread.submit(() -> sweep(broker));
            for (int i = 0; i < JOBS; i++) {
                ids.add(jobs.add(TestJobs.small("{\"seed\": %d}".formatted(i)), dataset));
            }
            await().atMost(TIMEOUT)
                    .until(() -> ids.stream()
                            .noneMatch(job ->
                                    recorded.of(job, ArtifactsDeleted.class).isEmpty()));
            sweeping = false;
            sweeps.get();
            for (String job : ids) {
                List<JobEvent> end = recorded.of(job).stream()
                        .filter(event -> event instanceof JobCompleted || event instanceof ArtifactsDeleted)
                        .toList();
                assertThat(end).extracting(JobEvent::type).containsExactly("JobCompleted", "ArtifactsDeleted");
                JobCompleted completed = (JobCompleted) end.getFirst();
                assertThat(((ArtifactsDeleted) end.getLast()).bytes())
                        .isEqualTo(completed.artifacts().stream()
                                .mapToLong(JobCompleted.Artifact::bytes)
                                .sum());
                assertThat(folder.resolve("artifacts/jobs").resolve(job)).doesNotExist();
            }
        }
    }

    /** Keeps nothing. */
    private Void sweep(String broker) throws IOException {
        try (EventPublisher events = new EventPublisher(
                Broker.at(broker), "/atelier/test", TIMEOUT, System::nanoTime, new SimpleMeterRegistry())) {
            ArtifactGuard guard = new ArtifactGuard() {
                @Override
                public void requireReady() {}

                @Override
                public boolean keeps(String job) {
                    return false;
                }

                @Override
                public void record(ArtifactsDeleted event) throws NotRecordedException {
                    try {
                        events.publish(List.of(event), () -> true);
                    } catch (EventNotAcknowledgedException e) {
                        throw new NotRecordedException("not recorded", e);
                    }
                }
            };
            var sweep = new ArtifactSweep(
                    new ArtifactFolder(folder.resolve("artifacts")),
                    new Retention(0, Duration.ofDays(1)),
                    guard,
                    Clock.systemUTC());
            while (sweeping) {
                sweep.run(Sweep.Mode.DELETE, deletion -> {});
                Thread.yield();
            }
            return null;
        }
    }
}
