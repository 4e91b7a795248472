package dev.atelier.dataset;

import dev.atelier.contracts.topic.TopicCreation;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.ledger.LedgerFollower;
import dev.atelier.dataset.ledger.LedgerProgress;
import dev.atelier.dataset.publish.Catalogue;
import dev.atelier.dataset.publish.DatasetPublisher;
import dev.atelier.dataset.publish.Publication;
import dev.atelier.dataset.source.DatasetConfiguration;
import dev.atelier.dataset.source.DatasetFinder;
import dev.atelier.dataset.source.Download;
import dev.atelier.dataset.submission.SubmissionService;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Brings the service up, step by step and on a thread of its own, so that it may be started before its broker: topics,
 * ledger, datasets, then submissions. Afterwards the thread tries again what datasets could not be had.
 */
@Singleton
public class DatasetService {
    private static final Logger LOG = Logger.getLogger(DatasetService.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LEDGER_PATIENCE = Duration.ofSeconds(30);

    private final KafkaConnection kafka;
    private final LedgerProgress progress;
    private final LedgerFollower follower;
    private final Publication publication;
    private final SubmissionService submissions;
    private final ServiceConfiguration configuration;
    private final Thread thread = Thread.ofPlatform().name("opening").daemon().unstarted(this::run);

    @Inject
    public DatasetService(
            KafkaConnection kafka,
            LedgerFollower follower,
            LedgerProgress progress,
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
        this.publication = new Publication(
                datasets.definitions(configuration.cache()),
                new DatasetFinder(new Download(configuration.downloadPatience()), clock),
                new DatasetPublisher(kafka, clock),
                catalogue);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        thread.interrupt();
        follower.close();
    }

    private void run() {
        try {
            untilItWorks("The topics cannot be created yet", this::createTopics);
            follower.start();
            untilItWorks("The ledger is being read", () -> progress.awaitCaughtUp(LEDGER_PATIENCE));
            publication.attempt();
            submissions.open();
            LOG.info("Submissions are being answered");
            while (true) {
                Thread.sleep(configuration.retry());
                publication.attempt();
            }
        } catch (InterruptedException e) {
            LOG.debug("The service stops");
        }
    }

    private void createTopics() throws InterruptedException {
        try {
            TopicCreation.createMissing(kafka.admin());
        } catch (ExecutionException e) {
            throw new KafkaException(e.getCause());
        }
    }

    private interface Step {
        void take() throws InterruptedException;
    }

    private static void untilItWorks(String reason, Step step) throws InterruptedException {
        while (true) {
            try {
                step.take();
                return;
            } catch (KafkaException e) {
                LOG.infof("%s: %s", reason, e.getMessage());
                Thread.sleep(PAUSE);
            }
        }
    }
}
