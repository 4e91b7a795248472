package dev.atelier.dataset.coordination.decision;

import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.control.StandingControls;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.job.Ancestor;
import dev.atelier.contracts.job.Continuation;
import dev.atelier.contracts.job.Fork;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.study.Study;
import dev.atelier.contracts.study.StudyExpansion.Member;
import dev.atelier.dataset.coordination.decision.ExtensionDecision.Extended;
import dev.atelier.dataset.coordination.ledger.KnownJobs;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Completion;
import dev.atelier.dataset.coordination.log.CompletedJobs.CompletedJob;
import dev.atelier.dataset.coordination.request.Ancestry;
import dev.atelier.dataset.coordination.request.Request;
import dev.atelier.dataset.coordination.request.Request.Reason;
import dev.atelier.dataset.coordination.request.Request.Restoration;
import dev.atelier.dataset.coordination.request.Request.Sound;
import dev.atelier.dataset.coordination.request.Request.Wrong;
import dev.atelier.dataset.coordination.request.Submission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a submission is answered with, given what is known of its jobs. A job that has a result is reused, whether
 * its files are there or not; one that waits, runs or is paused is joined, and continues, any other is queued. A job whose
 * cancellation is requested and not yet carried out is queued in a new round: a later submission needs it. No job waits for
 * one that takes its files from other sources ({@link JobIds}). It writes nothing and reads no clock.
 */
public final class Decision {
    private final String platformVersion;
    private final Function<String, DatasetManifest> manifests;
    private final KnownJobs jobs;
    private final RestorationDecision restorations;
    private final ExtensionDecision extensions;
    private final Ancestry ancestry;

    /**
     * @param platformVersion part of what makes a job the same
     * @param manifests of the datasets, by name
     * @param jobs what is known of jobs
     * @param completed how a job completed
     */
    public Decision(
            String platformVersion,
            Function<String, DatasetManifest> manifests,
            KnownJobs jobs,
            Function<Completion, CompletedJob> completed) {
        this.platformVersion = platformVersion;
        this.manifests = manifests;
        this.jobs = jobs;
        this.restorations = new RestorationDecision(jobs, completed);
        this.extensions = new ExtensionDecision(platformVersion, manifests, jobs, completed);
        this.ancestry = new Ancestry(jobs, completed);
    }

    /**
     * Decides.
     *
     * @return nothing where it cannot be decided yet
     */
    public Optional<Answer> decide(Submission submission, Request request, Instant now) {
        return switch (request) {
            case Wrong wrong -> Optional.of(rejected(submission, wrong, now));
            case Sound sound -> Optional.of(accepted(submission, sound, Optional.empty(), now));
            case Request.Extension extension -> Optional.of(extended(submission, extension, now));
            case Restoration restoration -> Optional.of(restorations.decide(submission, restoration, now));
            case Request.Pending ignored -> Optional.empty();
            case Request.Unchecked ignored -> Optional.empty();
        };
    }

    public static Answer rejected(Submission submission, Wrong wrong, Instant now) {
        return new Answer.Rejected(new SubmissionRejected(
                submission.id(),
                submission.origin(),
                wrong.reason().label(),
                wrong.violations(),
                submission.excerpt(),
                now));
    }

    /** The answer where processing itself failed, which is a fault of this service. */
    public static Answer failed(Submission submission, String failure, Instant now) {
        Violation violation =
                new Violation("", submission.excerpt(), "a submission that this service can process: " + failure);
        return rejected(submission, new Wrong(Reason.INTERNAL, List.of(violation)), now);
    }

    private Answer extended(Submission submission, Request.Extension request, Instant now) {
        return switch (extensions.decide(request)) {
            case Checked.Invalid<Extended>(List<Violation> wrong) ->
                rejected(submission, new Wrong(Reason.EXTEND, wrong), now);
            case Checked.Valid<Extended>(Extended extended) ->
                accepted(submission, extended.request(), extended.continues(), now);
        };
    }

    private Checked<List<Ancestor>> ancestors(Job job, String datasetDigest) {
        @Nullable Fork fork = job.fork();
        return fork == null ? new Checked.Valid<>(List.of()) : ancestry.of(fork, datasetDigest);
    }

    /** @param continues the completed job that the only one extends */
    private Answer accepted(Submission submission, Sound request, Optional<Continuation> continues, Instant now) {
        Map<String, Replacement> queued = new LinkedHashMap<>();
        List<SubmissionAccepted.Member> members = new ArrayList<>();
        Optional<String> nonce = submission.fresh() ? Optional.of(submission.id()) : Optional.empty();
        for (Member member : request.members()) {
            Job job = member.job();
            DatasetManifest manifest = manifests.apply(job.data().dataset());
            String id = new JobIds(job, manifest.digest(), platformVersion, nonce)
                    .choose(
                            jobs,
                            other -> Optional.ofNullable(queued.get(other)).map(Replacement::queued));
            Optional<LedgerJob> known = jobs.job(id);
            Optional<JobControl> cancellation = known.flatMap(jobs::cancellation);
            Disposition disposition =
                    queued.containsKey(id) ? Disposition.JOINED : disposition(known, cancellation.isPresent());
            int round = known.map(LedgerJob::round).orElse(0);
            if (disposition == Disposition.QUEUED && round >= JobLifecycle.MOST_ROUNDS) {
                Violation violation = new Violation(
                        "", "job " + id, "another job: this one has been queued " + round + " times already");
                return rejected(submission, new Wrong(Reason.SCHEMA, List.of(violation)), now);
            }
            if (disposition == Disposition.QUEUED) {
                Checked<List<Ancestor>> ancestors = ancestors(job, manifest.digest());
                if (ancestors instanceof Checked.Invalid<List<Ancestor>>(List<Violation> wrong)) {
                    return rejected(submission, new Wrong(Reason.SCHEMA, wrong), now);
                }
                JobQueued next = new JobQueued(
                        id,
                        submission.id(),
                        round + 1,
                        manifest.key(),
                        manifest.digest(),
                        job,
                        null,
                        null,
                        ancestors.orElseThrow(),
                        continues.orElse(null),
                        now);
                queued.put(id, Replacement.of(next, known, cancellation, now));
            }
            // A job that is new has its name and tags in its own event; a study of many jobs has no room for them
            // twice.
            boolean isNew = disposition == Disposition.QUEUED && known.isEmpty();
            members.add(new SubmissionAccepted.Member(
                    member.experiment(),
                    member.variant(),
                    job.seed(),
                    job.family(),
                    id,
                    disposition,
                    queued.containsKey(id) ? queued.get(id).queued().round() : round,
                    isNew ? null : job.name(),
                    isNew ? Map.of() : job.tags()));
        }
        List<String> ids = members.stream().map(SubmissionAccepted.Member::job).toList();
        Optional<String> study = request.isStudy() ? Optional.of(Study.id(request.name(), ids)) : Optional.empty();
        return Answer.Accepted.of(
                new SubmissionAccepted(
                        submission.id(),
                        submission.origin(),
                        study.orElse(null),
                        request.name(),
                        request.written(),
                        members,
                        now),
                queued.values(),
                renewed(study, members));
    }

    /** A study that is requested again is no longer to be cancelled or paused, and a job not to be paused. */
    private Map<String, Optional<JobControl>> renewed(Optional<String> study, List<SubmissionAccepted.Member> members) {
        Map<String, Optional<JobControl>> ended = new LinkedHashMap<>();
        study.filter(id -> !jobs.controls(id).equals(StandingControls.NONE))
                .ifPresent(id -> ended.put(id, Optional.empty()));
        members.stream()
                .filter(member -> member.disposition() == Disposition.JOINED)
                .map(SubmissionAccepted.Member::job)
                .filter(job ->
                        jobs.controls(job).pausing().filter(JobControl::isPause).isPresent())
                .forEach(job -> ended.put(job, Optional.empty()));
        return ended;
    }

    private static Disposition disposition(Optional<LedgerJob> known, boolean isToBeCancelled) {
        if (known.filter(LedgerJob::isRestoring).isPresent()) {
            return Disposition.REUSED;
        }
        if (isToBeCancelled) {
            return Disposition.QUEUED;
        }
        return switch (known.map(LedgerJob::state).orElse(JobState.FAILED)) {
            case COMPLETED -> Disposition.REUSED;
            case QUEUED, RUNNING, PAUSED -> Disposition.JOINED;
            case FAILED, CANCELLED -> Disposition.QUEUED;
        };
    }
}
