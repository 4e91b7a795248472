package dev.atelier.trainer.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.joblog.JobLogEvent;
import dev.atelier.contracts.joblog.JobLogLine;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.process.Ports;
import dev.atelier.testsupport.TestClients;
import dev.atelier.testsupport.TopicFollower;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The publisher on a broker that comes and goes. */
class JobLogPublisherTest {
    private static final String JOB = "4f1c0000000000000000";
    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final int MOST_LINES = 20;

    @TempDir
    private Path folder;

    private final AtomicInteger metered = new AtomicInteger();
    private final List<JobLogLine> read = new CopyOnWriteArrayList<>();

    @Test
    void linesWaitForABrokerThatIsAwayAndOfTooManyTheOldestAreLost() throws Exception {
        List<Integer> ports = Ports.free(2);
        var broker = new KafkaBroker(folder, ports.getFirst(), ports.getLast());
        var publisher = new JobLogPublisher(
                Broker.at(broker.bootstrapServers()), new LineBuffer(MOST_LINES, 1 << 20), metered::addAndGet);
        JobLog log = new JobLogs(publisher, "test-trainer", Clock.systemUTC()).of(JOB, "run", () -> 1);
        publisher.start();
        log.info(JobLogEvent.ACCEPTED, "before there was a broker");
        broker.start();
        try (Admin admin = TestClients.admin(broker.bootstrapServers())) {
            TopicCreation.createMissing(admin);
        }
        try (TopicFollower follower = TopicFollower.start(
                broker.bootstrapServers(),
                Topics.LOGS.topicName(),
                Topics.LOGS.partitions(),
                record ->
                        read.add(JobLogLine.read(new String(record.key(), StandardCharsets.UTF_8), record.value())))) {
            await().atMost(TIMEOUT).until(() -> read.size() == 1);

            broker.kill();
            for (int epoch = 1; epoch <= 300; epoch++) {
                log.info(JobLogEvent.EPOCH, "epoch " + epoch);
            }
            broker.start();
            log.info(JobLogEvent.COMPLETED, "at last");
            await().atMost(TIMEOUT)
                    .until(() -> read.stream().anyMatch(line -> line.message().equals("at last")));
        } finally {
            publisher.close();
            broker.kill();
        }

        List<JobLogLine> lines = read.stream().distinct().toList();
        List<JobLogLine> counting = lines.stream()
                .filter(line -> line.event().equals(JobLogEvent.LINES_LOST.word()))
                .toList();
        int lost = counting.stream()
                .mapToInt(line -> Integer.parseInt(line.message().split(" ")[0]))
                .sum();
        assertThat(lost).isPositive().isEqualTo(metered.get());
        assertThat(lines.size() - counting.size() + lost)
                .as("every line is there or counted")
                .isEqualTo(302);
        assertThat(lines).extracting(JobLogLine::sequence).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void closingNeitherWaitsForABrokerThatIsAwayNorFails() throws Exception {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        var publisher = new JobLogPublisher(Broker.at("localhost:1"), metered::addAndGet);
        publisher.start(failures::add);
        new JobLogs(publisher, "test-trainer", Clock.systemUTC())
                .of(JOB, "run", () -> 1)
                .info(JobLogEvent.ACCEPTED, "for nobody");

        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(TIMEOUT, publisher::close);
        publisher.awaitEnd();
        assertThat(failures).isEmpty();
    }
}
