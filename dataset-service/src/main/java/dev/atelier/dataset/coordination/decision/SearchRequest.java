package dev.atelier.dataset.coordination.decision;

import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.event.SearchStarted;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.TrialStarted;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.study.StudyExpansion.Member;
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
 * @param known nothing where it is new
 */
record SearchRequest(
        String study, SearchDefinition definition, boolean isFresh, Optional<RecordedSearch> known, KnownJobs jobs) {

    /**
     * @param others ids of the study's jobs beside those of trials
     * @param nonce makes another search of the same request
     */
    static SearchRequest of(SearchDefinition definition, List<String> others, Optional<String> nonce, KnownJobs jobs) {
        String study = definition.study(others, nonce);
        return new SearchRequest(study, definition, nonce.isPresent(), jobs.search(study), jobs);
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
                        isFresh,
                        now));
    }

    /** The jobs that the search has requested so far. */
    List<SubmissionAccepted.Member> members(MemberDecisions decisions) {
        if (known.isEmpty()) {
            return List.of();
        }
        RecordedSearch search = known.get();
        List<SubmissionAccepted.Member> members = new ArrayList<>();
        for (TrialStarted start : search.trials()) {
            Trial trial = search.history().trials().get(start.trial());
            for (int seed = 0; seed < start.members().size(); seed++) {
                SubmissionAccepted.Member member = start.members().get(seed);
                boolean isLost = search.isAwaited(trial, seed) && isCancelled(member.job());
                members.add(isLost ? again(search, start, trial, seed, decisions) : joined(member));
            }
        }
        search.ended().ifPresent(end -> end.members().forEach(member -> members.add(joined(member))));
        return members;
    }

    private boolean isCancelled(String job) {
        return jobs.job(job)
                .filter(known -> known.state() == JobState.CANCELLED
                        || jobs.cancellation(known).isPresent())
                .isPresent();
    }

    private SubmissionAccepted.Member again(
            RecordedSearch search, TrialStarted start, Trial trial, int seed, MemberDecisions decisions) {
        SubmissionAccepted.Member before = start.members().get(seed);
        return TrialJobs.of(search.definition(), start.trial(), start.parameters(), before.seed())
                .map(job -> decisions.decide(
                        new Member(before.experiment(), before.variant(), job), trial.target(), Optional.empty()))
                .flatMap(decided -> decided instanceof Checked.Valid<SubmissionAccepted.Member>(var member)
                        ? Optional.of(member)
                        : Optional.empty())
                .orElse(before);
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
                member.tags());
    }
}
