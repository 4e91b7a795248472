package dev.atelier.dataset.coordination.submission;

import dev.atelier.contracts.Platform;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.coordination.decision.Decision;
import dev.atelier.dataset.coordination.decision.SearchDecision;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.log.CompletedJobs;
import dev.atelier.dataset.coordination.log.JobEpochs;
import dev.atelier.dataset.coordination.log.LedgerProgress;
import dev.atelier.dataset.coordination.log.RecordReports;
import dev.atelier.dataset.coordination.log.ShareGroups;
import dev.atelier.dataset.coordination.log.TransactionalWriter;
import dev.atelier.dataset.coordination.request.Ancestry;
import dev.atelier.dataset.coordination.request.DatasetCheck;
import dev.atelier.dataset.coordination.request.SubmissionChecks;
import dev.atelier.dataset.coordination.request.SubmissionReader;
import dev.atelier.dataset.process.ServiceConfiguration;
import dev.atelier.dataset.publishing.publication.Catalogue;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Processes submissions; starts once everything that it needs is there. */
@Singleton
public class SubmissionService {
    private static final int EXIT_CODE = 75;

    private final SubmissionConsumer consumer;
    private final SubmissionProcessor processor;
    private final Reconciler reconciler;
    private final SearchCoordinator searches;
    private final JobDispatcher dispatcher;
    private final JobEpochs epochs;
    private final ServiceConfiguration configuration;
    private volatile boolean open;

    @Inject
    public SubmissionService(
            ServiceConfiguration configuration,
            KafkaConnection kafka,
            Catalogue catalogue,
            Ledger ledger,
            LedgerProgress progress,
            MeterRegistry registry,
            InstantSource clock) {
        this.consumer = new SubmissionConsumer(kafka, registry);
        this.configuration = configuration;
        CompletedJobs completed = new CompletedJobs(kafka);
        DatasetCheck datasets = new DatasetCheck(catalogue, new Ancestry(ledger, completed::read), Platform.version());
        TransactionalWriter writer =
                new TransactionalWriter(kafka, "atelier-dataset-service-" + configuration.replica());
        this.reconciler = new Reconciler(
                ledger,
                progress,
                writer,
                new ShareGroups(kafka),
                new RecordReports(kafka.broker(), ledger, clock),
                catalogue,
                clock);
        LedgerWatch watch = new LedgerWatch(ledger, SearchCoordinator.IDLE, System::nanoTime);
        this.epochs = new JobEpochs(kafka, watch::reportChange);
        this.searches = new SearchCoordinator(
                ledger,
                progress,
                writer,
                new SearchDecision(
                        Platform.version(), datasets::manifest, ledger, completed::read, datasets::of, epochs::of),
                clock,
                watch);
        this.dispatcher = new JobDispatcher(ledger, progress, writer, clock, System::nanoTime);
        this.processor = new SubmissionProcessor(
                new SubmissionChecks(
                        new SubmissionReader(datasets, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime),
                        datasets,
                        System::nanoTime),
                new Decision(
                        Platform.version(),
                        datasets::manifest,
                        ledger,
                        completed::read,
                        () -> datasets.of(new TreeSet<>())),
                ledger,
                progress,
                writer,
                consumer,
                new SubmissionMeters(registry, ledger, clock),
                clock,
                () -> Quarkus.asyncExit(EXIT_CODE));
    }

    /** Begins; submissions that have come before are answered now. */
    public void open() {
        consumer.start(processor);
        processor.start(reconciler, searches, dispatcher, configuration.reconciliation());
        open = true;
    }

    public boolean isOpen() {
        return open;
    }

    /** Whether this replica answers; another one does where it does not. */
    public boolean isActive() {
        return reconciler.isActive();
    }

    /** How many submissions wait, and for what; empty where none does. */
    public String waiting() {
        return processor.waiting().summary();
    }

    /** What a submission waits for that this replica has read; nothing where it does not wait. */
    public Optional<String> reasonToWait(long offset) {
        return processor.waiting().reason(offset);
    }

    /** How long ago each of the threads last did something; minutes mean that it hangs. */
    public Map<String, Duration> turns() {
        return Map.of("processor", processor.sinceLastTurn(), "submissions", consumer.sinceLastTurn());
    }

    /** Threads that have ended though nobody closed them. */
    public List<String> ended() {
        return consumer.hasEnded() ? List.of("submissions") : List.of();
    }

    @PreDestroy
    void close() throws InterruptedException {
        consumer.close();
        processor.close();
        epochs.close();
    }
}
