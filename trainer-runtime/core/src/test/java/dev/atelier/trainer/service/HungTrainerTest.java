package dev.atelier.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.testsupport.TestClients;
import dev.atelier.trainer.attempt.TestJobs;
import dev.atelier.trainer.budget.MachineBudget;
import dev.atelier.trainer.budget.Reservation;
import dev.atelier.trainer.dataset.RandomDataset;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The service's own wiring in a process of its own, through a real broker. */
@Execution(ExecutionMode.CONCURRENT)
class HungTrainerTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final Duration STALL = Duration.ofSeconds(3);

    @TempDir
    private Path data;

    @Test
    void aTrainerWhoseWorkHangsIsNotLiveThenEndsAndLeavesTheMachineToOthers() throws Exception {
        String broker = Infrastructure.bootstrapServers();
        try (Admin admin = TestClients.admin(broker)) {
            TopicCreation.createMissing(admin);
        }
        DatasetManifest dataset = RandomDataset.publish(broker, "random", 200, 50);
        MachineBudget otherFamilies = MachineBudget.shared(
                data.resolve("machine"), Runtime.getRuntime().availableProcessors());
        try (TestJobs jobs = new TestJobs(
                        broker, Topics.jobs(HungTrainerProcess.FAMILY).topicName());
                HungTrainerProcess hung = HungTrainerProcess.start(broker, data, STALL)) {
            await().atMost(TIMEOUT).until(() -> saysOnly(hung, "UP"));
            jobs.add(TestJobs.small("{\"family\": \"cnn\"}"), dataset);
            await("the job has the machine").atMost(TIMEOUT).until(() -> !isFree(otherFamilies));
            await("it is not live").atMost(TIMEOUT).until(() -> saysThatItHangs(hung));

            assertThat(hung.awaitExit(TIMEOUT)).isEqualTo(Trainer.HUNG);
            assertThat(isFree(otherFamilies)).isTrue();
        }
    }

    private static boolean isFree(MachineBudget budget) {
        try (Reservation all = budget.reserve(Integer.MAX_VALUE, "cpu")) {
            return all.tryCores();
        }
    }

    private static boolean saysOnly(HungTrainerProcess trainer, String status) {
        return !trainer.said().isEmpty() && trainer.said().stream().allMatch(health -> health.startsWith(status + " "));
    }

    private static boolean saysThatItHangs(HungTrainerProcess trainer) {
        return trainer.said().stream()
                .anyMatch(health -> health.startsWith("DOWN ")
                        && health.contains("reason=the work on a job has shown no sign of progress for "));
    }
}
