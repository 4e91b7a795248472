package dev.atelier.trainer.service;

import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.trainer.algorithm.TrainingAlgorithm;
import dev.atelier.trainer.artifact.ArtifactFolder;
import dev.atelier.trainer.artifact.ArtifactSweep;
import dev.atelier.trainer.attempt.JobRunner;
import dev.atelier.trainer.budget.MachineBudget;
import dev.atelier.trainer.checkpoint.CheckpointStore;
import dev.atelier.trainer.control.Controls;
import dev.atelier.trainer.dataset.DatasetLibrary;
import dev.atelier.trainer.event.EventPublisher;
import dev.atelier.trainer.features.FeatureStore;
import dev.atelier.trainer.log.JobLogPublisher;
import dev.atelier.trainer.log.JobLogs;
import dev.atelier.trainer.outage.MachineCondition;
import dev.atelier.trainer.outage.Outage;
import dev.atelier.trainer.outage.OutageReports;
import dev.atelier.trainer.queue.JobQueue;
import dev.atelier.trainer.queue.QueueSettings;
import dev.atelier.trainer.retention.Retention;
import dev.atelier.trainer.retention.Sweep;
import dev.atelier.trainer.run.KeptCheckpoints;
import dev.atelier.trainer.run.RunEnvironment;
import dev.atelier.trainer.run.RunSettings;
import dev.atelier.trainer.run.TrainerParts;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.File;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The service: puts the runtime together around the application's one algorithm, starts it with the application and
 * shuts it down, so that the jobs that run go back to the queue within seconds.
 */
@Startup
@Singleton
public class Trainer {
    private static final Logger LOG = Logger.getLogger(Trainer.class);
    private static final String FORMER_SHARE_CORES = "ATELIER_TRAINER_TAKE_TURNS";

    /** Exit status of a process that ends itself because its work hangs. */
    static final int HUNG = 70;

    private final WorkerPool workers;
    private final Duration shutdown;
    private final MachineCondition machine;
    private final Controls controls;
    private final EventPublisher events;
    private final JobLogPublisher logs;
    private final DatasetLibrary datasets;
    private final EventPublisher deletions;
    private final Sweeps sweeps;
    private final OutageReports reports;

    Trainer(
            TrainingAlgorithm algorithm,
            TrainerConfiguration configuration,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            MeterRegistry registry) {
        Family family = algorithm.family();
        Broker broker = Broker.of(kafka);
        if (System.getenv(FORMER_SHARE_CORES) != null) {
            LOG.warnf("%s has no effect any more; ATELIER_TRAINER_SHARE_CORES replaces it", FORMER_SHARE_CORES);
        }
        MachineBudget budget = TrainerMachine.budget(configuration);
        machine = TrainerMachine.condition(configuration, algorithm, budget);
        var meters = new TrainerMeters(registry, family, machine);
        new DiskSpaceMetrics(new File(configuration.data())).bindTo(registry);
        controls = new Controls(broker);
        events = eventPublisher(broker, family, configuration, registry);
        logs = new JobLogPublisher(broker, meters::onLinesLost);
        deletions = eventPublisher(broker, family, configuration, registry);
        reports = new OutageReports(machine, events, family, Clock.systemUTC());
        datasets = new DatasetLibrary(broker, configuration.datasetBytes());
        var checkpoints = new CheckpointStore(TrainerMachine.path(configuration.checkpoints()));
        var artifacts = new ArtifactFolder(TrainerMachine.path(configuration.artifacts()));
        var features = new FeatureStore(
                TrainerMachine.path(configuration.features()),
                Retention.unlimitedWhereZero(configuration.featureBytes(), configuration.featuresUnused()),
                Clock.systemUTC());
        List<Sweep> all = new ArrayList<>(algorithm.sweeps());
        all.add(new CheckpointSweep(
                checkpoints, configuration.endedJobAge(), configuration.checkpointAge(), Clock.systemUTC()));
        all.add(features.sweep());
        all.add(new ArtifactSweep(
                artifacts,
                Retention.unlimitedWhereZero(configuration.artifactBytes(), configuration.artifactAge()),
                new JobGuard(checkpoints, controls, deletions),
                Clock.systemUTC()));
        sweeps = new Sweeps(all, controls::caughtUp);
        var runner = new JobRunner(new TrainerParts(
                algorithm,
                datasets,
                checkpoints,
                events,
                new JobLogs(logs, RunEnvironment.trainerOnHost(algorithm), Clock.systemUTC()),
                controls,
                budget,
                machine,
                new RunSettings(
                        artifacts,
                        Optional.of(features),
                        new KeptCheckpoints(checkpoints, configuration.keptCheckpointBytes()),
                        configuration.datasetTimeout(),
                        configuration.machineTimeout()),
                meters,
                Clock.systemUTC()));
        shutdown = configuration.shutdown();
        workers = new WorkerPool(
                workers(algorithm, configuration),
                () -> new JobQueue(
                        new QueueSettings(
                                broker,
                                Topics.jobs(family).topicName(),
                                Topics.shareGroup(family),
                                configuration.lock(),
                                configuration.shutdown(),
                                configuration.stall()),
                        TopicCreation::createMissing,
                        runner,
                        meters,
                        machine,
                        () -> Runtime.getRuntime().halt(HUNG),
                        System::nanoTime));
    }

    @PostConstruct
    void start() {
        controls.start();
        logs.start();
        workers.start();
        sweeps.start();
        reports.start();
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        controls.close();
        sweeps.close();
        if (!workers.stop(shutdown)) {
            LOG.warn("A job did not stop in time; its lock expires");
            // What its work may be using stays open: closing it could wait for the work to end.
            return;
        }
        reports.close();
        events.close();
        logs.close();
        deletions.close();
        datasets.close();
    }

    /** Runs all sweeps; empty where they are running for longer than the timeout already. */
    Optional<List<Sweeps.Outcome>> sweep(Sweep.Mode mode, Duration timeout) throws InterruptedException {
        return sweeps.run(mode, timeout);
    }

    private static int workers(TrainingAlgorithm algorithm, TrainerConfiguration configuration) {
        int most = configuration.concurrentJobs();
        if (most < 1) {
            throw new IllegalArgumentException("atelier.trainer.concurrent-jobs is " + most + "; expected at least 1");
        }
        return algorithm.allowsConcurrentJobs() ? most : 1;
    }

    private static EventPublisher eventPublisher(
            Broker broker, Family family, TrainerConfiguration configuration, MeterRegistry registry) {
        return new EventPublisher(
                broker,
                "/atelier/" + family.name() + "-trainer",
                configuration.eventTimeout(),
                System::nanoTime,
                registry);
    }

    Duration sinceLastTurn() {
        return workers.sinceLastTurn();
    }

    boolean takesJobs() {
        return workers.takesJobs();
    }

    Controls controls() {
        return controls;
    }

    boolean knowsControls() {
        return controls.caughtUp();
    }

    Optional<Duration> hungFor() {
        return workers.hungFor();
    }

    Optional<Outage> outage() {
        return machine.outage();
    }
}
