package dev.atelier.dataset.coordination.submission;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.connection.Records;
import dev.atelier.dataset.coordination.decision.Reconciliation;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.log.LedgerProgress;
import dev.atelier.dataset.coordination.log.RecordReports;
import dev.atelier.dataset.coordination.log.ShareGroups;
import dev.atelier.dataset.coordination.log.TransactionalWriter;
import dev.atelier.dataset.coordination.log.TransactionalWriter.Fence;
import dev.atelier.dataset.coordination.log.TransactionalWriter.SupersededException;
import dev.atelier.dataset.publishing.publication.Catalogue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Finds what is due beside the answering of submissions, and writes it in one transaction: lost jobs, cancellations, edits,
 * and reports of records that cannot be read. A manifest whose key such a record has is written again. Where another replica
 * reads the submissions it writes nothing. It uses the writer's thread.
 */
final class Reconciler {
    private static final Logger LOG = Logger.getLogger(Reconciler.class);
    private static final Duration LEDGER_TIMEOUT = Duration.ofSeconds(15);

    private final Ledger ledger;
    private final LedgerProgress progress;
    private final TransactionalWriter writer;
    private final ShareGroups groups;
    private final RecordReports recordReports;
    private final Catalogue catalogue;
    private final InstantSource clock;
    private volatile boolean active;

    Reconciler(
            Ledger ledger,
            LedgerProgress progress,
            TransactionalWriter writer,
            ShareGroups groups,
            RecordReports recordReports,
            Catalogue catalogue,
            InstantSource clock) {
        this.ledger = ledger;
        this.progress = progress;
        this.writer = writer;
        this.groups = groups;
        this.recordReports = recordReports;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** Whether this replica was the one that reads the submissions, when it last looked. */
    boolean isActive() {
        return active;
    }

    void write(SubmissionsReader submissions) throws SupersededException, InterruptedException {
        Optional<Fence> fence = submissions.fence();
        noteRole(fence.isPresent());
        if (fence.isPresent()) {
            writer.settle();
        }
        Map<Family, Long> firstInHand = groups.readFirstUnfinished();
        ledger.forgetEnded(clock.instant(), () -> progress.awaitCaughtUp(LEDGER_TIMEOUT));
        if (fence.isEmpty()) {
            return;
        }
        Reconciliation reconciliation = Reconciliation.due(ledger, firstInHand, clock.instant());
        List<Event> reports = recordReports.due();
        if (!reconciliation.isNothing() || !reports.isEmpty()) {
            writer.commit(records(reconciliation, reports), fence.get());
            reconciliation.queued().forEach(this::log);
        }
    }

    private void log(JobQueued job) {
        if (ledger.job(job.job())
                .filter(known -> known.state() == JobState.PAUSED)
                .isPresent()) {
            LOG.infof("Job %s continues in round %d", job.job(), job.round());
        } else {
            LOG.warnf("Job %s was lost and is queued again", job.job());
        }
    }

    private void noteRole(boolean isReader) {
        if (active != isReader) {
            LOG.info(isReader ? "This replica answers submissions" : "This replica is on standby");
            active = isReader;
        }
    }

    private List<ProducerRecord<byte[], byte[]>> records(Reconciliation reconciliation, List<Event> reports) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (JobQueued job : reconciliation.queued()) {
            records.add(Records.event(job));
        }
        reconciliation.events().forEach(event -> records.add(Records.event(event)));
        records.addAll(Records.controls(reconciliation.controls()));
        reports.forEach(report -> records.add(Records.event(report)));
        lostManifests(reports).forEach(manifest -> {
            LOG.warnf(
                    "The manifest of %s was replaced by a record that is not a manifest; it is written again",
                    manifest.key());
            records.add(Records.manifest(manifest));
        });
        return records;
    }

    /** The topic keeps only the last record of a key, so of these manifests it will not keep any. */
    private List<DatasetManifest> lostManifests(List<Event> reports) {
        return reports.stream()
                .flatMap(report -> report instanceof RecordSetAside setAside ? Stream.of(setAside) : Stream.empty())
                .filter(report -> report.topic().equals(Topics.DATASETS.topicName()))
                .map(RecordSetAside::recordKey)
                .distinct()
                .flatMap(key -> catalogue.manifest(key).stream())
                .toList();
    }
}
