package dev.atelier.dataset.submission;

import dev.atelier.contracts.Platform;
import dev.atelier.dataset.ServiceConfiguration;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.ledger.Journal;
import dev.atelier.dataset.ledger.Ledger;
import dev.atelier.dataset.ledger.LedgerProgress;
import dev.atelier.dataset.ledger.SetAsideReports;
import dev.atelier.dataset.ledger.ShareGroups;
import dev.atelier.dataset.publish.Catalogue;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;

/** The answering of submissions, put together; it begins when it is told that everything it needs is there. */
@Singleton
public class SubmissionService {
    private static final int EXIT_CODE = 75;

    private final SubmissionChannel channel;
    private final SubmissionDesk desk;
    private final ServiceConfiguration configuration;
    private volatile boolean open;

    @Inject
    public SubmissionService(
            SubmissionChannel channel,
            ServiceConfiguration configuration,
            KafkaConnection kafka,
            Catalogue catalogue,
            Ledger ledger,
            LedgerProgress progress,
            MeterRegistry registry,
            InstantSource clock) {
        this.channel = channel;
        this.configuration = configuration;
        DatasetCheck datasets = new DatasetCheck(catalogue);
        this.desk = new SubmissionDesk(
                new SubmissionReader(datasets, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime),
                new Decision(Platform.version(), datasets::manifest, ledger::job),
                ledger,
                progress,
                new Journal(kafka, "atelier-dataset-service-" + configuration.replica()),
                new ShareGroups(kafka),
                new SetAsideReports(kafka.broker(), ledger, clock),
                channel,
                new SubmissionMeters(registry, ledger, clock),
                clock,
                () -> Quarkus.asyncExit(EXIT_CODE));
    }

    /** Begins; submissions that have come before are answered now. */
    public void open() {
        channel.open(desk);
        desk.startUpkeep(configuration.upkeep());
        open = true;
    }

    public boolean isOpen() {
        return open;
    }

    @PreDestroy
    void close() {
        desk.close();
    }
}
