package dev.atelier.dataset.coordination.decision;

import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.dataset.coordination.ledger.KnownJobs;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Completion;
import dev.atelier.dataset.coordination.log.CompletedJobs.CompletedJob;
import dev.atelier.dataset.coordination.request.Request.Reason;
import dev.atelier.dataset.coordination.request.Request.Restoration;
import dev.atelier.dataset.coordination.request.Request.Wrong;
import dev.atelier.dataset.coordination.request.Submission;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides whether a job is trained again to restore its files. It is if it completed and its files were deleted; it keeps
 * its id, is queued for another round as it was for the round in which it completed, and must result in the same weights.
 */
final class RestorationDecision {
    private final KnownJobs jobs;
    private final Function<Completion, CompletedJob> completed;

    RestorationDecision(KnownJobs jobs, Function<Completion, CompletedJob> completed) {
        this.jobs = jobs;
        this.completed = completed;
    }

    Answer decide(Submission submission, Restoration request, Instant now) {
        Optional<LedgerJob> known = jobs.job(request.job());
        if (known.isEmpty()) {
            return refused(submission, request, "there is no such job", now);
        }
        LedgerJob job = known.get();
        Optional<Completion> completion = job.completion();
        Optional<JobControl> cancellation = jobs.cancellation(job);
        boolean isReplaced = job.isRestoring() && cancellation.isPresent();
        if (!job.state().hasEnded() && !isReplaced) {
            String what = job.isRestoring() ? "it is being restored already" : "it has not completed";
            return refused(submission, request, what + ": it is " + job.state().label(), now);
        }
        if (completion.isEmpty()) {
            return refused(
                    submission,
                    request,
                    "it has no result: it is " + job.state().label(),
                    now);
        }
        if (!job.hasLostFiles()) {
            return refused(submission, request, "its files were not deleted", now);
        }
        if (job.round() >= JobLifecycle.MOST_ROUNDS) {
            return refused(submission, request, "it has been queued " + job.round() + " times already", now);
        }
        CompletedJob last = completed.apply(completion.get());
        Family family = last.queued().request().family();
        if (!Families.contains(family)) {
            return refused(submission, request, "its family, " + family + ", is not known here", now);
        }
        JobQueued again = again(submission, request, job, last, now);
        return accepted(submission, request, Replacement.of(again, Optional.of(job), cancellation, now), now);
    }

    private static JobQueued again(
            Submission submission, Restoration request, LedgerJob job, CompletedJob last, Instant now) {
        JobQueued before = last.queued();
        return new JobQueued(
                job.id(),
                submission.id(),
                job.round() + 1,
                before.datasetKey(),
                before.datasetDigest(),
                before.request().withPriority(request.priority()),
                null,
                last.completed().model().sha256(),
                before.ancestors(),
                before.continues(),
                submission.owner().or(before.request()::owner).orElse(null),
                null,
                null,
                now);
    }

    private static Answer accepted(Submission submission, Restoration request, Replacement replacement, Instant now) {
        JobQueued again = replacement.queued();
        Job trained = again.request();
        Member member = new Member(
                "",
                trained.name(),
                trained.seed(),
                trained.family(),
                again.job(),
                Disposition.QUEUED,
                again.round(),
                trained.name(),
                trained.tags(),
                trained.priority());
        return Answer.Accepted.of(
                new SubmissionAccepted(
                        submission.id(),
                        submission.origin(),
                        null,
                        trained.name(),
                        request.written(),
                        List.of(member),
                        submission.owner().orElse(null),
                        now),
                Optional.empty(),
                List.of(replacement),
                Map.of());
    }

    private static Answer refused(Submission submission, Restoration request, String why, Instant now) {
        Violation violation =
                new Violation("restore", '"' + request.job() + '"', "a completed job whose files were deleted; " + why);
        return Decision.rejected(submission, new Wrong(Reason.RESTORE, List.of(violation)), now);
    }
}
