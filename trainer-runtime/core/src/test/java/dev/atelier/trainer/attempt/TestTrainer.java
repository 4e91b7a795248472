package dev.atelier.trainer.attempt;

import dev.atelier.kafka.broker.Broker;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.trainer.algorithm.TrainingAlgorithm;
import dev.atelier.trainer.artifact.ArtifactFolder;
import dev.atelier.trainer.attempt.TinyAlgorithm.BeforeStep;
import dev.atelier.trainer.budget.MachineBudget;
import dev.atelier.trainer.checkpoint.CheckpointStore;
import dev.atelier.trainer.control.Controls;
import dev.atelier.trainer.dataset.DatasetLibrary;
import dev.atelier.trainer.event.EventPublisher;
import dev.atelier.trainer.log.JobLogPublisher;
import dev.atelier.trainer.log.JobLogs;
import dev.atelier.trainer.outage.MachineCondition;
import dev.atelier.trainer.outage.Outage;
import dev.atelier.trainer.outage.OutageReports;
import dev.atelier.trainer.queue.JobQueue;
import dev.atelier.trainer.queue.QueueObserver;
import dev.atelier.trainer.queue.QueueSettings;
import dev.atelier.trainer.run.KeptCheckpoints;
import dev.atelier.trainer.run.RunSettings;
import dev.atelier.trainer.run.TrainerParts;
import dev.atelier.trainer.training.RunObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A whole trainer around {@link TinyAlgorithm}, on a topic and folders of the test's own. */
final class TestTrainer implements AutoCloseable {
    private static final Duration EVENT_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration TURN_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration DATASET_TIMEOUT = Duration.ofSeconds(3);
    private static final long DATASET_BYTES = 1 << 20;
    private static final long KEPT_BYTES = 1 << 20;

    private final Controls controls;
    private final EventPublisher events;
    private final JobLogPublisher logs;
    private final DatasetLibrary datasets;
    private final List<JobQueue> queues;
    private final MachineCondition machine;
    private final OutageReports reports;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger setAside = new AtomicInteger();

    private TestTrainer(
            QueueSettings settings,
            Path folder,
            MachineBudget budget,
            MachineCondition machine,
            TrainingAlgorithm algorithm,
            DatasetLibrary datasets,
            int workers) {
        this.machine = machine;
        this.datasets = datasets;
        Broker broker = settings.broker();
        controls = new Controls(broker);
        events =
                new EventPublisher(broker, "/atelier/test", EVENT_TIMEOUT, System::nanoTime, new SimpleMeterRegistry());
        logs = new JobLogPublisher(broker, lines -> {});
        reports = new OutageReports(machine, events, algorithm.family(), Clock.systemUTC());
        var runner = new JobRunner(new TrainerParts(
                algorithm,
                datasets,
                new CheckpointStore(folder.resolve("checkpoints")),
                events,
                new JobLogs(logs, "test-trainer", Clock.systemUTC()),
                controls,
                budget,
                machine,
                new RunSettings(
                        new ArtifactFolder(folder.resolve("artifacts")),
                        Optional.empty(),
                        new KeptCheckpoints(new CheckpointStore(folder.resolve("checkpoints")), KEPT_BYTES),
                        DATASET_TIMEOUT,
                        TURN_TIMEOUT),
                new RunObserver() {
                    @Override
                    public void onSetAside() {
                        setAside.incrementAndGet();
                    }
                },
                Clock.systemUTC()));
        queues = Stream.generate(() -> new JobQueue(
                        settings,
                        TopicCreation::createMissing,
                        runner,
                        QueueObserver.NONE,
                        machine,
                        () -> ended.set(true),
                        System::nanoTime))
                .limit(workers)
                .toList();
    }

    static TestTrainer start(QueueSettings settings, Path folder, BeforeStep beforeStep) {
        return start(settings, folder, MachineBudget.unlimited(), beforeStep);
    }

    static TestTrainer start(QueueSettings settings, Path folder, MachineBudget budget, BeforeStep beforeStep) {
        return start(settings, folder, budget, MachineCondition.sound(), new TinyAlgorithm(beforeStep));
    }

    static TestTrainer start(
            QueueSettings settings,
            Path folder,
            MachineBudget budget,
            MachineCondition machine,
            TrainingAlgorithm algorithm) {
        return start(
                settings, folder, budget, machine, algorithm, new DatasetLibrary(settings.broker(), DATASET_BYTES));
    }

    static TestTrainer start(
            QueueSettings settings,
            Path folder,
            MachineBudget budget,
            MachineCondition machine,
            TrainingAlgorithm algorithm,
            DatasetLibrary datasets) {
        return start(new TestTrainer(settings, folder, budget, machine, algorithm, datasets, 1));
    }

    /** One that works on several jobs at once. */
    static TestTrainer startWithWorkers(
            int workers, QueueSettings settings, Path folder, MachineBudget budget, BeforeStep beforeStep) {
        return start(new TestTrainer(
                settings,
                folder,
                budget,
                MachineCondition.sound(),
                new TinyAlgorithm(beforeStep),
                new DatasetLibrary(settings.broker(), DATASET_BYTES),
                workers));
    }

    private static TestTrainer start(TestTrainer trainer) {
        trainer.controls.start();
        trainer.logs.start();
        trainer.queues.forEach(JobQueue::start);
        trainer.reports.start();
        return trainer;
    }

    /** Records that it has set aside. */
    int setAside() {
        return setAside.get();
    }

    /** For how long its work has hung. */
    Optional<Duration> hungFor() {
        return queues.getFirst().hungFor();
    }

    /** Whether it would have ended its process. */
    boolean hasEnded() {
        return ended.get();
    }

    /** Returns once it knows the controls that are written now. */
    void awaitControls() throws InterruptedException {
        if (!controls.catchUp(TURN_TIMEOUT)) {
            throw new IllegalStateException("the controls were not read within " + TURN_TIMEOUT);
        }
    }

    /** Whether it takes part in the queue. */
    boolean takesJobs() {
        return queues.stream().allMatch(JobQueue::connected);
    }

    /** What keeps it from working. */
    Optional<Outage> outage() {
        return machine.outage();
    }

    /** Stops as at SIGTERM; returns whether the job in hand went back in time. */
    boolean stop() throws InterruptedException {
        queues.forEach(JobQueue::requestStop);
        boolean inTime = true;
        for (JobQueue queue : queues) {
            inTime &= queue.stop();
        }
        controls.close();
        reports.close();
        events.close();
        logs.close();
        datasets.close();
        return inTime;
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
