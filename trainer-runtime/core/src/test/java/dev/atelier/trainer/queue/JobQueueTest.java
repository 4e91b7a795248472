package dev.atelier.trainer.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.kafka.broker.Broker;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.testsupport.UnixSignals;
import dev.atelier.trainer.queue.Journal.What;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The queue on a real broker that stays up. Jobs say how many milliseconds they take. */
@Execution(ExecutionMode.CONCURRENT)
class JobQueueTest {
    private static final Duration LOCK = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final String topic = Infrastructure.newTopic("jobs", 1);
    private final QueueSettings settings = new QueueSettings(
            Broker.at(Infrastructure.bootstrapServers()), topic, topic + "-workers", LOCK, Duration.ofSeconds(5));
    private final JobsTopic jobs = new JobsTopic(Infrastructure.bootstrapServers(), topic);
    private final Journal journal = new Journal();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stopWorkers() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        jobs.close();
    }

    @Test
    void workersHoldOneJobEachForLongerThanTheLock() {
        IntStream.range(0, 3).forEach(i -> jobs.add("long-" + i, LOCK.multipliedBy(2)));
        IntStream.range(0, 3).forEach(i -> start("worker-" + i));
        await().atMost(TIMEOUT).until(() -> journal.jobs(What.FINISHED).size() == 3);
        assertThat(journal.jobs(What.BEGAN)).containsExactlyInAnyOrder("long-0", "long-1", "long-2");
        assertThat(journal.of(What.BEGAN)).extracting(Journal.Entry::worker).doesNotHaveDuplicates();
        assertThat(journal.wordsOfFormerHolders()).isEmpty();
    }

    @Test
    void oneWorkerTakesJobsOneAfterAnotherInTheirOrder() {
        IntStream.range(0, 5).forEach(i -> jobs.add("short-" + i, Duration.ofMillis(20)));
        start("worker");
        await().atMost(TIMEOUT).until(() -> journal.jobs(What.FINISHED).size() == 5);
        assertThat(journal.jobs(What.FINISHED)).containsExactly("short-0", "short-1", "short-2", "short-3", "short-4");
    }

    @Test
    void aJobOfADeadWorkerGoesToAnother() throws IOException {
        jobs.add("orphan", LOCK);
        WorkerProcess dying = startProcess("dying");
        await().atMost(TIMEOUT).until(() -> journal.began("orphan", "dying").isPresent());
        start("heir");
        dying.kill();
        await().atMost(TIMEOUT).until(() -> journal.jobs(What.FINISHED).contains("orphan"));
        assertThat(journal.began("orphan", "heir")).isPresent();
        assertThat(journal.wordsOfFormerHolders()).isEmpty();
    }

    @Test
    void aWorkerSuspendedPastItsLockSaysNothingMore() throws Exception {
        jobs.add("contested", LOCK.multipliedBy(2));
        WorkerProcess sleeper = startProcess("sleeper");
        await().atMost(TIMEOUT)
                .until(() -> journal.began("contested", "sleeper").isPresent());
        start("heir");
        UnixSignals.suspend(sleeper.pid());
        await().atMost(TIMEOUT).until(() -> journal.began("contested", "heir").isPresent());
        UnixSignals.resume(sleeper.pid());
        await().atMost(TIMEOUT).until(() -> journal.jobs(What.INTERRUPTED).contains("contested"));
        await().atMost(TIMEOUT).until(() -> journal.jobs(What.FINISHED).contains("contested"));
        assertThat(journal.jobs(What.FINISHED)).containsExactly("contested");
        assertThat(journal.wordsOfFormerHolders())
                .as("at most the word that was on the tongue when the process was suspended")
                .hasSizeLessThanOrEqualTo(1);

        jobs.add("afterwards-0", Duration.ofSeconds(3));
        jobs.add("afterwards-1", Duration.ofSeconds(3));
        await().atMost(TIMEOUT).until(() -> journal.jobs(What.FINISHED).size() == 3);
        assertThat(journal.of(What.FINISHED))
                .extracting(Journal.Entry::worker)
                .as("the worker that had lost its job works again")
                .contains("sleeper");
    }

    @Test
    void stoppingHandsTheJobBackAtOnce() throws Exception {
        jobs.add("interrupted", LOCK);
        JobQueue first = start("first");
        await().atMost(TIMEOUT)
                .until(() -> journal.began("interrupted", "first").isPresent());
        assertThat(first.stop()).isTrue();
        assertThat(journal.jobs(What.INTERRUPTED)).containsExactly("interrupted");
        start("second");
        await().atMost(LOCK).until(() -> journal.began("interrupted", "second").isPresent());
        await().atMost(TIMEOUT).until(() -> journal.jobs(What.FINISHED).contains("interrupted"));
    }

    @Test
    void aJobHandedOutTooOftenIsQueuedAnewInsteadOfDropped() throws Exception {
        jobs.add("unlucky", Duration.ofMillis(20));
        var handedOut = new AtomicInteger();
        var queuedAnew = new AtomicInteger();
        QueueObserver observer = new QueueObserver() {
            @Override
            public void onRequeued(Delivery delivery) {
                queuedAnew.incrementAndGet();
            }
        };
        int unluckyStarts = QueueSettings.DELIVERY_LIMIT + 2;
        while (handedOut.get() < unluckyStarts) {
            int before = handedOut.get();
            JobQueue worker = new JobQueue(
                    settings,
                    BrokerPreparation.NONE,
                    (delivery, lease) -> {
                        handedOut.incrementAndGet();
                        while (lease.interruption().isEmpty()) {
                            Thread.onSpinWait();
                        }
                        return QueueOutcome.HAND_BACK;
                    },
                    observer,
                    System::nanoTime);
            worker.start();
            await().atMost(TIMEOUT).until(() -> handedOut.get() > before);
            assertThat(worker.stop()).isTrue();
        }
        start("lucky");
        await().atMost(TIMEOUT).until(() -> journal.jobs(What.FINISHED).contains("unlucky"));
        assertThat(queuedAnew).hasPositiveValue();
    }

    @Test
    void aHandlerThatFailsLosesNoJob() {
        jobs.add("stumbling", Duration.ofMillis(20));
        var attempts = new AtomicInteger();
        var patient = new StepwiseHandler("worker", journal::add);
        start((delivery, lease) -> {
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("unforeseen, on purpose");
            }
            return patient.handle(delivery, lease);
        });
        await().atMost(TIMEOUT).until(() -> journal.jobs(What.FINISHED).contains("stumbling"));
        assertThat(attempts).hasValue(2);
    }

    private JobQueue start(String worker) {
        return start(new StepwiseHandler(worker, journal::add));
    }

    private JobQueue start(JobHandler handler) {
        JobQueue queue = new JobQueue(settings, BrokerPreparation.NONE, handler, QueueObserver.NONE, System::nanoTime);
        queue.start();
        open.add(queue::stop);
        return queue;
    }

    private WorkerProcess startProcess(String worker) throws IOException {
        WorkerProcess process = new WorkerProcess(worker, settings, journal);
        open.add(process);
        return process;
    }
}
