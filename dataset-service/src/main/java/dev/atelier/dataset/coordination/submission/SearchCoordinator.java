package dev.atelier.dataset.coordination.submission;

import dev.atelier.dataset.coordination.decision.Decided;
import dev.atelier.dataset.coordination.decision.SearchDecision;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.log.LedgerProgress;
import dev.atelier.dataset.coordination.log.TransactionalWriter;
import dev.atelier.dataset.coordination.log.TransactionalWriter.Fence;
import dev.atelier.dataset.coordination.log.TransactionalWriter.SupersededException;
import dev.atelier.search.study.RecordedSearch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/**
 * Lets searches decide, each decision in one transaction with the jobs that it queues. Where another replica reads the
 * submissions it writes nothing. It uses the writer's thread.
 */
final class SearchCoordinator {
    private static final Logger LOG = Logger.getLogger(SearchCoordinator.class);
    private static final Duration LEDGER_TIMEOUT = Duration.ofSeconds(15);
    /** After this time a search may be due although nothing has been read. */
    static final Duration IDLE = Duration.ofMillis(250);

    /** Transactions of one search before others get their turn. */
    private static final int TURNS = 10;

    private final Ledger ledger;
    private final LedgerProgress progress;
    private final TransactionalWriter writer;
    private final SearchDecision decision;
    private final InstantSource clock;
    private final LedgerWatch watch;
    private final Map<String, String> failures = new HashMap<>();

    SearchCoordinator(
            Ledger ledger,
            LedgerProgress progress,
            TransactionalWriter writer,
            SearchDecision decision,
            InstantSource clock,
            LedgerWatch watch) {
        this.ledger = ledger;
        this.progress = progress;
        this.writer = writer;
        this.decision = decision;
        this.clock = clock;
        this.watch = watch;
    }

    /**
     * Writes what is due.
     *
     * @return whether anything was
     */
    boolean write(SubmissionsReader submissions) throws SupersededException, InterruptedException {
        if (!watch.begin()) {
            return false;
        }
        boolean hasWritten = false;
        for (RecordedSearch search : ledger.openSearches()) {
            try {
                if (watch.look(() -> due(search.study())).isPresent()) {
                    hasWritten |= write(search.study(), submissions);
                }
                failures.remove(search.study());
            } catch (RecordTooLargeException e) {
                report(search, e);
            } catch (KafkaException brokerIsAway) {
                throw brokerIsAway;
            } catch (RuntimeException e) {
                report(search, e);
            }
        }
        return hasWritten;
    }

    /** Once for each failure: it is tried again some times a second. */
    private void report(RecordedSearch search, RuntimeException failure) {
        String text = failure.toString();
        if (!text.equals(failures.put(search.study(), text))) {
            LOG.errorf(failure, "The search of %s cannot decide now, retrying", search.study());
        }
    }

    /** Writes one decision after the other, of which the first is due. */
    private boolean write(String study, SubmissionsReader submissions)
            throws SupersededException, InterruptedException {
        int written = 0;
        do {
            Optional<Fence> fence = submissions.fence();
            if (fence.isEmpty()) {
                return written > 0;
            }
            writer.settle();
            progress.awaitCaughtUp(LEDGER_TIMEOUT);
            // The ledger may have been behind.
            Optional<Decided> decided = due(study);
            if (decided.isEmpty()) {
                return written > 0;
            }
            writer.commit(decided.get().records(), fence.get());
            progress.awaitCaughtUp(LEDGER_TIMEOUT);
            written++;
        } while (written < TURNS && due(study).isPresent());
        return true;
    }

    private Optional<Decided> due(String study) {
        return ledger.search(study).flatMap(search -> decision.decide(search, clock.instant()));
    }
}
