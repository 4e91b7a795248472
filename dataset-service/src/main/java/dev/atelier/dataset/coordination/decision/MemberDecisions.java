package dev.atelier.dataset.coordination.decision;

import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.job.Ancestor;
import dev.atelier.contracts.job.Continuation;
import dev.atelier.contracts.job.Fork;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.study.StudyExpansion.Member;
import dev.atelier.dataset.coordination.ledger.KnownJobs;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.dataset.coordination.request.Ancestry;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reuses, joins or queues the jobs that one answer requests. A job that has a result is reused, whether its files are there or
 * not; one that waits, runs or is paused is joined, any other is queued. So is one whose latest round pauses, by its budget,
 * before the epoch that is needed, and one whose cancellation is requested and not yet carried out. No job waits for one that
 * takes its files from other sources ({@link JobIds}).
 */
final class MemberDecisions {
    private final Context context;
    private final String submission;
    private final Optional<String> nonce;
    private final Optional<String> owner;
    private final Instant now;
    private final Map<String, Replacement> queued = new LinkedHashMap<>();

    /**
     * What every decision is made from.
     *
     * @param platformVersion part of what makes a job the same
     * @param manifests of the datasets, by name
     * @param jobs what is known of jobs
     * @param ancestry finds the jobs that a fork comes from
     */
    record Context(
            String platformVersion, Function<String, DatasetManifest> manifests, KnownJobs jobs, Ancestry ancestry) {}

    /**
     * @param submission that the jobs are queued for
     * @param nonce makes other jobs of the same requests
     * @param owner whose trainer time the jobs take, by a token; where there was none, their tags name it
     */
    MemberDecisions(Context context, String submission, Optional<String> nonce, Optional<String> owner, Instant now) {
        this.context = context;
        this.submission = submission;
        this.nonce = nonce;
        this.owner = owner;
        this.now = now;
    }

    /** The jobs that are queued, each once. */
    Collection<Replacement> queued() {
        return queued.values();
    }

    /**
     * Decides about one job.
     *
     * @param epochs how far it is needed; {@link Integer#MAX_VALUE} for its result
     * @param continues the completed job that it extends
     * @return a violation where the job has been queued too often, or is a fork of what is not known
     */
    Checked<SubmissionAccepted.Member> decide(Member member, int epochs, Optional<Continuation> continues) {
        Job job = member.job();
        DatasetManifest manifest = context.manifests().apply(job.data().dataset());
        String id = id(job, manifest);
        Optional<LedgerJob> known = context.jobs().job(id);
        Optional<JobControl> cancellation = known.flatMap(context.jobs()::cancellation);
        Disposition disposition =
                queued.containsKey(id) ? Disposition.JOINED : disposition(known, cancellation.isPresent(), epochs);
        int round = known.map(LedgerJob::round).orElse(0);
        if (disposition == Disposition.QUEUED && round >= JobLifecycle.MOST_ROUNDS) {
            return new Checked.Invalid<>(List.of(new Violation(
                    "", "job " + id, "another job: this one has been queued " + round + " times already")));
        }
        if (disposition == Disposition.QUEUED) {
            Checked<List<Ancestor>> ancestors = ancestors(job, manifest.digest());
            if (ancestors instanceof Checked.Invalid<List<Ancestor>>(List<Violation> wrong)) {
                return new Checked.Invalid<>(wrong);
            }
            JobQueued next = new JobQueued(
                            id,
                            submission,
                            round + 1,
                            manifest.key(),
                            manifest.digest(),
                            job,
                            null,
                            null,
                            ancestors.orElseThrow(),
                            continues.orElse(null),
                            owner.or(job::owner).orElse(null),
                            null,
                            null,
                            // The jobs of one answer keep their order.
                            now.plusNanos(queued.size()))
                    .withBudget(epochs);
            queued.put(id, Replacement.of(next, known, cancellation, now));
        }
        // A job that is new has its name and tags in its own event; a study of many jobs has no room for them
        // twice.
        boolean isNew = disposition == Disposition.QUEUED && known.isEmpty();
        return new Checked.Valid<>(new SubmissionAccepted.Member(
                member.experiment(),
                member.variant(),
                job.seed(),
                job.family(),
                id,
                disposition,
                queued.containsKey(id) ? queued.get(id).queued().round() : round,
                isNew ? null : job.name(),
                isNew ? Map.of() : job.tags(),
                job.priority()));
    }

    private Checked<List<Ancestor>> ancestors(Job job, String datasetDigest) {
        @Nullable Fork fork = job.fork();
        return fork == null
                ? new Checked.Valid<>(List.of())
                : context.ancestry().of(fork, datasetDigest);
    }

    /**
     * Queues a job again.
     *
     * @param id that it had
     * @return nothing where the request makes another job by now, or the job has been queued too often
     */
    Optional<SubmissionAccepted.Member> again(Member member, String id, int epochs) {
        Job job = member.job();
        DatasetManifest manifest = context.manifests().apply(job.data().dataset());
        return id(job, manifest).equals(id)
                        && decide(member, epochs, Optional.empty())
                                instanceof Checked.Valid<SubmissionAccepted.Member>(var decided)
                ? Optional.of(decided)
                : Optional.empty();
    }

    private String id(Job job, DatasetManifest manifest) {
        return new JobIds(job, manifest.digest(), context.platformVersion(), nonce)
                .choose(
                        context.jobs(),
                        other -> Optional.ofNullable(queued.get(other)).map(Replacement::queued));
    }

    private static Disposition disposition(Optional<LedgerJob> known, boolean isToBeCancelled, int epochs) {
        if (known.filter(LedgerJob::isRestoring).isPresent()) {
            return Disposition.REUSED;
        }
        if (isToBeCancelled) {
            return Disposition.QUEUED;
        }
        return switch (known.map(LedgerJob::state).orElse(JobState.FAILED)) {
            case COMPLETED -> Disposition.REUSED;
            case PAUSED ->
                known.filter(job -> pausesBefore(job, epochs)).isPresent() ? Disposition.QUEUED : Disposition.JOINED;
            case QUEUED, RUNNING -> Disposition.JOINED;
            case FAILED, CANCELLED -> Disposition.QUEUED;
        };
    }

    /** Whether a job paused because its latest round was not queued for as many epochs. */
    private static boolean pausesBefore(LedgerJob job, int epochs) {
        return job.isPausedByBudget()
                && job.queued()
                        .filter(last -> Objects.requireNonNullElse(last.budget(), Integer.MAX_VALUE) < epochs)
                        .isPresent();
    }
}
