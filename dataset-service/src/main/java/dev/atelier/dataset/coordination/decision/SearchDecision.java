package dev.atelier.dataset.coordination.decision;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.control.StandingControls;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.SearchCancelled;
import dev.atelier.contracts.job.JobCheck;
import dev.atelier.dataset.coordination.ledger.KnownJobs;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Completion;
import dev.atelier.dataset.coordination.log.CompletedJobs.CompletedJob;
import dev.atelier.dataset.coordination.request.Ancestry;
import dev.atelier.search.study.RecordedSearch;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Decides what a search observes and does next, given what is known of its jobs. A search whose study is to be paused waits, and
 * one whose study is to be cancelled ends until it is submitted again. It writes nothing and reads no clock; it is used from one
 * thread.
 */
public final class SearchDecision {
    private final MemberDecisions.Context context;
    private final Function<Set<String>, JobCheck> checks;
    private final RecordedEpochs epochs;
    /** Searches whose next step is known to wait for an observation. */
    private final Map<String, RecordedSearch> idle = new HashMap<>();

    /** The epochs of jobs, as they were recorded. */
    public interface RecordedEpochs {
        /**
         * The epochs that the latest round of a job has completed.
         *
         * @param last the epoch up to which they are needed
         * @return from the first one on, ascending; nothing where they are not known yet
         */
        Optional<List<EpochCompleted>> of(LedgerJob job, int last);
    }

    /**
     * @param platformVersion part of what makes a job the same
     * @param manifests of the datasets, by name
     * @param jobs what is known of jobs
     * @param completed how a job completed
     * @param checks find what is wrong with a job beyond its schema, and add its dataset to those that are not there yet
     */
    public SearchDecision(
            String platformVersion,
            Function<String, DatasetManifest> manifests,
            KnownJobs jobs,
            Function<Completion, CompletedJob> completed,
            Function<Set<String>, JobCheck> checks,
            RecordedEpochs epochs) {
        this.context = new MemberDecisions.Context(platformVersion, manifests, jobs, new Ancestry(jobs, completed));
        this.checks = checks;
        this.epochs = epochs;
    }

    /**
     * Decides.
     *
     * @return nothing where the search waits
     */
    public Optional<Decided> decide(RecordedSearch search, Instant now) {
        if (!search.isOpen()) {
            return Optional.empty();
        }
        StandingControls controls = context.jobs().controls(search.study());
        Optional<JobControl> cancellation = controls.cancellation().filter(control -> concerns(control, search));
        if (cancellation.isPresent()) {
            SearchCancelled end = new SearchCancelled(
                    search.study(),
                    search.started().submission(),
                    cancellation.get().reason(),
                    now);
            return Optional.of(new SearchSteps(List.of(end), List.of()));
        }
        boolean isPaused = controls.pausing()
                .filter(control -> control.isPause() && concerns(control, search))
                .isPresent();
        return isPaused ? Optional.empty() : decideNext(search, now);
    }

    /** A request about the study that is older than the latest submission of the search is over. */
    private static boolean concerns(JobControl control, RecordedSearch search) {
        return control.time().isAfter(search.started().time());
    }

    private Optional<Decided> decideNext(RecordedSearch search, Instant now) {
        boolean isIdle = idle.get(search.study()) == search && !SearchTurn.isTimeDue(search, now);
        SearchTurn turn = new SearchTurn(context, checks, epochs, search, now);
        Optional<Decided> decided = turn.decide(isIdle);
        if (decided.isEmpty() && turn.waitsForObservations()) {
            idle.put(search.study(), search);
        } else {
            idle.remove(search.study());
        }
        return decided;
    }
}
