package dev.atelier.trainer.service;

import dev.atelier.contracts.job.Family;
import dev.atelier.contracts.topic.Broker;
import dev.atelier.contracts.topic.TopicCreation;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.trainer.algorithm.TrainingAlgorithm;
import dev.atelier.trainer.checkpoint.CheckpointStore;
import dev.atelier.trainer.control.Controls;
import dev.atelier.trainer.dataset.DatasetLibrary;
import dev.atelier.trainer.event.EventLog;
import dev.atelier.trainer.features.FeatureStore;
import dev.atelier.trainer.meter.TrainerMeters;
import dev.atelier.trainer.queue.JobQueue;
import dev.atelier.trainer.queue.QueueSettings;
import dev.atelier.trainer.run.JobRunner;
import dev.atelier.trainer.run.RunSettings;
import dev.atelier.trainer.turn.MachineTurn;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The service: puts the runtime together around the application's one algorithm, starts it with the application and stops
 * it in good order, so that the job in hand goes back to the queue within seconds.
 */
@Startup
@Singleton
public class Trainer {
    private static final Logger LOG = Logger.getLogger(Trainer.class);

    private final JobQueue queue;
    private final Controls controls;
    private final EventLog events;
    private final DatasetLibrary datasets;

    Trainer(
            TrainingAlgorithm algorithm,
            TrainerConfiguration configuration,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            MeterRegistry registry) {
        Family family = algorithm.family();
        Broker broker = Broker.of(kafka);
        var meters = new TrainerMeters(registry, family);
        new DiskSpaceMetrics(new File(configuration.data())).bindTo(registry);
        controls = new Controls(broker);
        events = new EventLog(
                broker,
                "/atelier/" + family.jsonName() + "-trainer",
                configuration.eventPatience(),
                System::nanoTime,
                registry);
        datasets = new DatasetLibrary(broker, configuration.datasetBytes());
        var runner = new JobRunner(
                algorithm,
                datasets,
                new CheckpointStore(path(configuration.checkpoints())),
                events,
                controls,
                configuration.takeTurns()
                        ? MachineTurn.byFile(path(configuration.data()).resolve("machine.turn"))
                        : MachineTurn.always(),
                new RunSettings(
                        path(configuration.artifacts()),
                        Optional.of(new FeatureStore(
                                path(configuration.features()), configuration.featureBytes(), Clock.systemUTC())),
                        configuration.datasetPatience(),
                        configuration.turnPatience()),
                meters,
                Clock.systemUTC());
        queue = new JobQueue(
                new QueueSettings(
                        broker,
                        Topics.jobs(family).topicName(),
                        Topics.shareGroup(family),
                        configuration.lock(),
                        configuration.shutdown()),
                TopicCreation::createMissing,
                runner,
                meters,
                System::nanoTime);
    }

    @PostConstruct
    void start() {
        controls.start();
        queue.start();
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        if (!queue.stop()) {
            LOG.warn("The job in hand did not come to a stop in time; its lock runs out by itself");
        }
        controls.close();
        events.close();
        datasets.close();
    }

    Duration sinceLastTurn() {
        return queue.sinceLastTurn();
    }

    boolean takesJobs() {
        return queue.connected();
    }

    boolean knowsControls() {
        return controls.caughtUp();
    }

    private static Path path(String folder) {
        return folder.contains("://") ? Path.of(URI.create(folder)) : Path.of(folder);
    }
}
