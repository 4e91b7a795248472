package dev.atelier.dataset.coordination.decision;

import dev.atelier.contracts.event.SearchStarted;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.TrialStarted;
import dev.atelier.contracts.job.JobCheck;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.study.StudyExpansion.Member;
import dev.atelier.contracts.study.VariantNames;
import dev.atelier.dataset.coordination.ledger.KnownJobs;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.dataset.coordination.request.Submission;
import dev.atelier.dataset.coordination.search.TrialJobs;
import dev.atelier.search.Trial;
import dev.atelier.search.study.RecordedSearch;
import dev.atelier.search.study.SearchDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The search that a submission requests: a new one, or one that is known. One that was cancelled continues, and the jobs that
 * it waited for are queued again.
 *
 * @param study id of the study
 * @param others ids of its jobs beside those of trials
 * @param known nothing where it is new
 */
record SearchRequest(
        String study,
        SearchDefinition definition,
        List<String> others,
        boolean isFresh,
        Optional<RecordedSearch> known,
        KnownJobs jobs) {

    /**
     * @param others ids of the study's jobs beside those of trials
     * @param nonce makes another search of the same request
     */
    static SearchRequest of(SearchDefinition definition, List<String> others, Optional<String> nonce, KnownJobs jobs) {
        String study = definition.study(others, nonce);
        return new SearchRequest(study, definition, others, nonce.isPresent(), jobs.search(study), jobs);
    }

    /** The event with which it begins or continues; nothing once it has ended. */
    Optional<SearchStarted> event(Submission submission, Instant now) {
        return known.filter(search -> search.ended().isPresent()).isPresent()
                ? Optional.empty()
                : Optional.of(new SearchStarted(
                        study,
                        submission.id(),
                        definition.name(),
                        definition.base(),
                        definition.search(),
                        definition.objective(),
                        definition.epochs(),
                        others,
                        isFresh,
                        submission.owner().orElse(null),
                        now));
    }

    /**
     * The jobs that the search has requested so far. Those that it needs and that have ended without a result are queued again.
     *
     * @param check finds what is wrong with a job beyond its schema
     */
    List<SubmissionAccepted.Member> members(MemberDecisions decisions, JobCheck check) {
        if (known.isEmpty()) {
            return List.of();
        }
        RecordedSearch search = known.get();
        List<SubmissionAccepted.Member> members = new ArrayList<>();
        for (TrialStarted start : search.trials()) {
            Trial trial = search.history().trials().get(start.trial());
            for (int seed = 0; seed < start.members().size(); seed++) {
                SubmissionAccepted.Member member = start.members().get(seed);
                int epochs = search.ended().isPresent() || search.isAwaited(trial, seed)
                        ? needed(search, trial, member.job())
                        : 0;
                members.add(again(search, start, member, epochs, decisions, check));
            }
        }
        search.ended()
                .ifPresent(end -> end.members()
                        .forEach(member -> members.add(again(
                                search,
                                search.trials()
                                        .get(search.winner().orElseThrow().trial()),
                                member,
                                Integer.MAX_VALUE,
                                decisions,
                                check))));
        return members;
    }

    private static int needed(RecordedSearch search, Trial trial, String job) {
        return search.ended().isPresent() ? search.epochsOf(job) : trial.target();
    }

    private SubmissionAccepted.Member again(
            RecordedSearch search,
            TrialStarted trial,
            SubmissionAccepted.Member member,
            int epochs,
            MemberDecisions decisions,
            JobCheck check) {
        boolean isNeeded =
                epochs > 0 && hasEndedWithoutResult(member.job(), search.ended().isPresent());
        Optional<SubmissionAccepted.Member> queued = isNeeded
                ? TrialJobs.of(search.definition(), trial, member.seed(), check)
                        .map(job -> job.withName(
                                VariantNames.jobName(search.definition().name(), member.variant(), member.seed())))
                        .flatMap(job -> decisions.again(
                                new Member(member.experiment(), member.variant(), job), member.job(), epochs))
                : Optional.empty();
        return queued.orElseGet(() -> joined(member));
    }

    /** A trial that failed keeps its observation; the winner is trained again like every job of a study. */
    private boolean hasEndedWithoutResult(String job, boolean isOver) {
        return jobs.job(job)
                .filter(known -> known.state() == JobState.CANCELLED
                        || isOver && known.state() == JobState.FAILED
                        || jobs.cancellation(known).isPresent())
                .isPresent();
    }

    private SubmissionAccepted.Member joined(SubmissionAccepted.Member member) {
        Optional<LedgerJob> job = jobs.job(member.job());
        Disposition disposition =
                job.filter(known -> known.state() == JobState.COMPLETED).isPresent()
                        ? Disposition.REUSED
                        : Disposition.JOINED;
        return new SubmissionAccepted.Member(
                member.experiment(),
                member.variant(),
                member.seed(),
                member.family(),
                member.job(),
                disposition,
                job.map(LedgerJob::round).orElse(member.round()),
                member.name(),
                member.tags(),
                definition.priority().orElse(null));
    }
}
