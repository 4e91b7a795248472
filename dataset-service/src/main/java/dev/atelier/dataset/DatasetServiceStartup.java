package dev.atelier.dataset;

import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.coordination.log.LedgerFollower;
import dev.atelier.dataset.coordination.log.LedgerProgress;
import dev.atelier.dataset.coordination.log.LedgerSnapshots;
import dev.atelier.dataset.coordination.submission.SubmissionService;
import dev.atelier.dataset.process.RestartedThread;
import dev.atelier.dataset.process.ServiceConfiguration;
import dev.atelier.dataset.publishing.publication.Catalogue;
import dev.atelier.dataset.publishing.publication.DatasetPublisher;
import dev.atelier.dataset.publishing.publication.Publication;
import dev.atelier.dataset.publishing.source.DatasetConfiguration;
import dev.atelier.dataset.publishing.source.DatasetDefinition;
import dev.atelier.dataset.publishing.source.DatasetDownload;
import dev.atelier.dataset.publishing.source.DatasetFinder;
import dev.atelier.kafka.broker.TopicCreation;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Starts the service, step by step and on threads of its own, so that it may be started before its broker: topics,
 * ledger, submissions. Each dataset is published by a thread of its own, which retries while it is unavailable, so that
 * none waits for the download of another.
 */
@Singleton
public class DatasetServiceStartup {
    private static final Logger LOG = Logger.getLogger(DatasetServiceStartup.class);
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final Duration LEDGER_TIMEOUT = Duration.ofSeconds(30);

    private final KafkaConnection kafka;
    private final LedgerProgress progress;
    private final LedgerFollower follower;
    private final SubmissionService submissions;
    private final ServiceConfiguration configuration;
    private final RestartedThread opening = new RestartedThread("opening", DELAY, this::open);
    private final RestartedThread snapshot;
    private final List<RestartedThread> publishing;

    @Inject
    public DatasetServiceStartup(
            KafkaConnection kafka,
            LedgerFollower follower,
            LedgerProgress progress,
            LedgerSnapshots snapshots,
            Catalogue catalogue,
            SubmissionService submissions,
            DatasetConfiguration datasets,
            ServiceConfiguration configuration,
            InstantSource clock) {
        this.kafka = kafka;
        this.progress = progress;
        this.submissions = submissions;
        this.configuration = configuration;
        this.follower = follower;
        this.snapshot = new RestartedThread("snapshot", DELAY, () -> snapshots.writeEvery(configuration.snapshot()));
        DatasetFinder finder = new DatasetFinder(new DatasetDownload(configuration.downloadTimeout()), clock);
        DatasetPublisher publisher = new DatasetPublisher(kafka, clock);
        this.publishing = datasets.definitions(configuration.cache()).stream()
                .map(definition -> publishing(
                        definition, new Publication(List.of(definition), finder, publisher, catalogue, Thread::sleep)))
                .toList();
    }

    void start(@Observes StartupEvent event) {
        opening.start();
    }

    void stop(@Observes ShutdownEvent event) {
        threads().forEach(RestartedThread::close);
        follower.close();
    }

    /** Threads that have ended though they ought to run. */
    public List<String> ended() {
        return threads()
                .filter(RestartedThread::hasEnded)
                .map(RestartedThread::name)
                .toList();
    }

    private Stream<RestartedThread> threads() {
        return Stream.concat(Stream.of(opening, snapshot), publishing.stream());
    }

    private void open() throws InterruptedException {
        retryUntilDone("The topics cannot be created yet", this::createTopics);
        retryUntilDone("The snapshot of the ledger cannot be read yet", follower::start);
        snapshot.start();
        publishing.forEach(RestartedThread::start);
        retryUntilDone("The ledger is being read", () -> progress.awaitCaughtUp(LEDGER_TIMEOUT));
        submissions.open();
        LOG.info("The ledger has been read; submissions are answered by this replica or by the active one");
    }

    private RestartedThread publishing(DatasetDefinition definition, Publication publication) {
        return new RestartedThread("dataset " + definition.name(), configuration.retry(), () -> {
            while (true) {
                publication.attempt();
                Thread.sleep(configuration.retry());
            }
        });
    }

    private void createTopics() throws InterruptedException {
        try {
            TopicCreation.createMissing(kafka.admin());
        } catch (ExecutionException e) {
            throw new KafkaException(e.getCause());
        }
    }

    private static void retryUntilDone(String reason, RestartedThread.Work step) throws InterruptedException {
        while (true) {
            try {
                step.run();
                return;
            } catch (KafkaException e) {
                LOG.infof("%s: %s", reason, e.getMessage());
                Thread.sleep(DELAY);
            }
        }
    }
}
