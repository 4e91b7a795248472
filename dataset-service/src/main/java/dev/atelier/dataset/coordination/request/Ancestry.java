package dev.atelier.dataset.coordination.request;

import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.job.Ancestor;
import dev.atelier.contracts.job.Fork;
import dev.atelier.contracts.job.JobCheck;
import dev.atelier.dataset.coordination.ledger.KnownJobs;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Completion;
import dev.atelier.dataset.coordination.log.CompletedJobs.CompletedJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The jobs that others are forked from: those that have completed, by the log, and those that wait, run or are paused. Of a job
 * that has ended without a result its request is not kept.
 */
public final class Ancestry {
    /** How many jobs in a row may each be forked from the next at most. */
    static final int MOST = 8;

    private final KnownJobs jobs;
    private final Function<Completion, CompletedJob> completed;

    /** @param completed how a job completed */
    public Ancestry(KnownJobs jobs, Function<Completion, CompletedJob> completed) {
        this.jobs = jobs;
        this.completed = completed;
    }

    /** A job as it was queued, and its result where it has one. */
    private record Found(JobQueued queued, Optional<JobCompleted> result) {
        int epochs() {
            return result.map(JobCompleted::epochs)
                    .orElseGet(() -> queued.request().training().epochs());
        }

        /** SHA-256 of the weights after an epoch, where the job has ended with these. */
        Optional<String> weights(int epoch) {
            return result.filter(known -> known.testedEpoch() == epoch)
                    .map(known -> known.model().sha256());
        }
    }

    /** The job that another is to be forked from, or what is wrong with its id. */
    Checked<JobCheck.Parent> parent(String id) {
        return switch (find(id)) {
            case Checked.Invalid<Found>(List<Violation> wrong) -> new Checked.Invalid<>(wrong);
            case Checked.Valid<Found>(Found found) ->
                found.queued().ancestors().size() < MOST
                        ? new Checked.Valid<>(new JobCheck.Parent(found.queued().request(), found.epochs()))
                        : wrong(id, "one with fewer than " + MOST + " jobs in a row that it is forked from");
        };
    }

    /**
     * The ancestors of a fork, or what is wrong with it.
     *
     * @param datasetDigest of the dataset that the fork is trained on
     */
    public Checked<List<Ancestor>> of(Fork fork, String datasetDigest) {
        return switch (find(fork.job())) {
            case Checked.Invalid<Found>(List<Violation> wrong) -> new Checked.Invalid<>(wrong);
            case Checked.Valid<Found>(Found found) -> {
                if (!found.queued().datasetDigest().equals(datasetDigest)) {
                    yield wrong(
                            fork.job(),
                            "a job that was trained on what the dataset "
                                    + found.queued().request().data().dataset()
                                    + " contains now; its content has changed since");
                }
                List<Ancestor> ancestors = new ArrayList<>();
                ancestors.add(new Ancestor(
                        fork.job(),
                        fork.epoch(),
                        found.queued().request(),
                        found.weights(fork.epoch()).orElse(null)));
                ancestors.addAll(found.queued().ancestors());
                yield new Checked.Valid<>(List.copyOf(ancestors));
            }
        };
    }

    /**
     * What is wrong with a fork in view of the version that trains it. Where the weights that it begins from have no known digest,
     * its parent is trained again, and another version may train other weights.
     */
    public List<Violation> violations(Fork fork, String platformVersion) {
        return switch (find(fork.job())) {
            case Checked.Invalid<Found>(List<Violation> wrong) -> wrong;
            case Checked.Valid<Found>(Found found)
            when found.weights(fork.epoch()).isEmpty() && !TrainingVersion.isOf(found.queued(), platformVersion) ->
                List.of(violation(
                        fork.job(),
                        "a job of this version of Atelier, " + platformVersion
                                + ", or the epoch whose weights are its result"
                                + found.result()
                                        .map(result -> ", " + result.testedEpoch())
                                        .orElse("") + ": another version may train other weights"));
            case Checked.Valid<Found> sound -> List.of();
        };
    }

    /** The dataset of a job; empty where the job is not known, or ended without a result. */
    Optional<String> dataset(String id) {
        return find(id) instanceof Checked.Valid<Found>(Found found)
                ? Optional.of(found.queued().request().data().dataset())
                : Optional.empty();
    }

    private Checked<Found> find(String id) {
        Optional<LedgerJob> known = jobs.job(id);
        if (known.isEmpty()) {
            return wrong(id, "the id of a job; there is no such job");
        }
        Optional<Completion> completion = known.get().completion();
        if (completion.isPresent()) {
            CompletedJob last = completed.apply(completion.get());
            return new Checked.Valid<>(new Found(last.queued(), Optional.of(last.completed())));
        }
        return known.get()
                .queued()
                .<Checked<Found>>map(queued -> new Checked.Valid<>(new Found(queued, Optional.empty())))
                .orElseGet(() -> wrong(
                        id,
                        "a job that has completed, waits, runs or is paused; this one is "
                                + known.get().state().label() + ", and can be submitted again"));
    }

    private static <T> Checked<T> wrong(String job, String expected) {
        return new Checked.Invalid<>(List.of(violation(job, expected)));
    }

    private static Violation violation(String job, String expected) {
        return new Violation("fork.job", '"' + job + '"', expected);
    }
}
