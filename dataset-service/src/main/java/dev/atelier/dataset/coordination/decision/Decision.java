package dev.atelier.dataset.coordination.decision;

import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.control.StandingControls;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.job.Continuation;
import dev.atelier.contracts.job.JobCheck;
import dev.atelier.contracts.study.Study;
import dev.atelier.contracts.study.StudyExpansion.Member;
import dev.atelier.dataset.coordination.decision.ExtensionDecision.Extended;
import dev.atelier.dataset.coordination.ledger.KnownJobs;
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
import java.util.function.Supplier;

/**
 * Decides what a submission is answered with, given what is known of its jobs ({@link MemberDecisions}). It writes nothing and
 * reads no clock.
 */
public final class Decision {
    private final MemberDecisions.Context context;
    private final Supplier<JobCheck> checks;
    private final RestorationDecision restorations;
    private final ExtensionDecision extensions;

    /**
     * @param platformVersion part of what makes a job the same
     * @param manifests of the datasets, by name
     * @param jobs what is known of jobs
     * @param completed how a job completed
     * @param checks find what is wrong with a job beyond its schema
     */
    public Decision(
            String platformVersion,
            Function<String, DatasetManifest> manifests,
            KnownJobs jobs,
            Function<Completion, CompletedJob> completed,
            Supplier<JobCheck> checks) {
        this.checks = checks;
        this.context = new MemberDecisions.Context(platformVersion, manifests, jobs, new Ancestry(jobs, completed));
        this.restorations = new RestorationDecision(jobs, completed);
        this.extensions = new ExtensionDecision(platformVersion, manifests, jobs, completed);
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

    /** @param continues the completed job that the only one extends */
    private Answer accepted(Submission submission, Sound request, Optional<Continuation> continues, Instant now) {
        Optional<String> nonce = submission.fresh() ? Optional.of(submission.id()) : Optional.empty();
        MemberDecisions decisions = new MemberDecisions(context, submission.id(), nonce, submission.owner(), now);
        List<SubmissionAccepted.Member> members = new ArrayList<>();
        for (Member member : request.members()) {
            switch (decisions.decide(member, Integer.MAX_VALUE, continues)) {
                case Checked.Valid<SubmissionAccepted.Member>(SubmissionAccepted.Member decided) ->
                    members.add(decided);
                case Checked.Invalid<SubmissionAccepted.Member>(List<Violation> violations) -> {
                    return rejected(submission, new Wrong(Reason.SCHEMA, violations), now);
                }
            }
        }
        List<String> ids = members.stream().map(SubmissionAccepted.Member::job).toList();
        Optional<SearchRequest> search =
                request.search().map(definition -> SearchRequest.of(definition, ids, nonce, context.jobs()));
        search.ifPresent(requested -> members.addAll(requested.members(decisions, checks.get())));
        Optional<String> study = search.map(SearchRequest::study)
                .or(() -> request.isStudy() ? Optional.of(Study.id(request.name(), ids)) : Optional.empty());
        return Answer.Accepted.of(
                new SubmissionAccepted(
                        submission.id(),
                        submission.origin(),
                        study.orElse(null),
                        request.name(),
                        request.written(),
                        members,
                        submission.owner().orElse(null),
                        now),
                search.flatMap(requested -> requested.event(submission, now)),
                decisions.queued(),
                renewed(study, members));
    }

    /** A study that is requested again is no longer to be cancelled or paused, and a job not to be paused. */
    private Map<String, Optional<JobControl>> renewed(Optional<String> study, List<SubmissionAccepted.Member> members) {
        Map<String, Optional<JobControl>> ended = new LinkedHashMap<>();
        study.filter(id -> !context.jobs().controls(id).equals(StandingControls.NONE))
                .ifPresent(id -> ended.put(id, Optional.empty()));
        members.stream()
                .filter(member -> member.disposition() == Disposition.JOINED)
                .map(SubmissionAccepted.Member::job)
                .filter(job -> context.jobs()
                        .controls(job)
                        .pausing()
                        .filter(JobControl::isPause)
                        .isPresent())
                .forEach(job -> ended.put(job, Optional.empty()));
        return ended;
    }
}
