package dev.atelier.trainer.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.kafka.broker.Broker;
import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.process.Ports;
import dev.atelier.testsupport.TestClients;
import dev.atelier.trainer.queue.Journal.What;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The queue on a broker of its own that is killed again and again, while jobs are held and others wait. */
@Execution(ExecutionMode.CONCURRENT)
class BrokerDeathTest {
    private static final int KILLS = Integer.getInteger("broker.kills", 3);
    private static final Duration LOCK = Duration.ofSeconds(6);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String TOPIC = "jobs";

    @TempDir
    private Path folder;

    private KafkaBroker broker;
    private QueueSettings settings;
    private final Journal journal = new Journal();
    private List<JobQueue> workers = List.of();

    @BeforeEach
    void startBroker() throws Exception {
        List<Integer> ports = Ports.free(2);
        broker = new KafkaBroker(folder, ports.getFirst(), ports.getLast());
        broker.start();
        settings =
                new QueueSettings(Broker.at(broker.bootstrapServers()), TOPIC, "workers", LOCK, Duration.ofSeconds(5));
        try (Admin admin = TestClients.admin(broker.bootstrapServers())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    @AfterEach
    void stopEverything() throws InterruptedException {
        for (JobQueue worker : workers) {
            worker.stop();
        }
        broker.kill();
    }

    @Test
    void noJobIsLostOrRunTwiceAtOnceHoweverOftenTheBrokerDies() {
        try (JobsTopic jobs = new JobsTopic(broker.bootstrapServers(), TOPIC)) {
            IntStream.range(0, 8).forEach(i -> jobs.add("job-" + i, Duration.ofSeconds(4)));
        }
        start(3);
        for (int kill = 1; kill <= KILLS; kill++) {
            int begun = journal.of(What.BEGAN).size();
            await().atMost(TIMEOUT).until(() -> journal.of(What.BEGAN).size() > begun || finishedJobs() == 8);
            broker.kill();
            broker.start();
        }
        await().atMost(TIMEOUT.multipliedBy(2)).until(() -> finishedJobs() == 8);
        assertThat(journal.wordsOfFormerHolders()).isEmpty();
    }

    @Test
    void idleWorkersFindTheirJobsAfterTheBrokerDied() {
        start(3);
        for (int kill = 1; kill <= KILLS; kill++) {
            await().atMost(TIMEOUT).until(() -> workers.stream().allMatch(JobQueue::connected));
            broker.kill();
            broker.start();
            String first = "first-after-" + kill;
            String second = "second-after-" + kill;
            try (JobsTopic jobs = new JobsTopic(broker.bootstrapServers(), TOPIC)) {
                jobs.add(first, Duration.ofSeconds(1));
                jobs.add(second, Duration.ofSeconds(1));
            }
            await().atMost(TIMEOUT).until(() -> journal.jobs(What.FINISHED).containsAll(List.of(first, second)));
        }
        assertThat(journal.wordsOfFormerHolders()).isEmpty();
    }

    private long finishedJobs() {
        return journal.jobs(What.FINISHED).stream().distinct().count();
    }

    private void start(int count) {
        workers = IntStream.range(0, count)
                .mapToObj(i -> new JobQueue(
                        settings,
                        BrokerPreparation.NONE,
                        new StepwiseHandler("worker-" + i, journal::add),
                        QueueObserver.NONE,
                        System::nanoTime))
                .toList();
        workers.forEach(JobQueue::start);
    }
}
