package dev.atelier.dataset.coordination.decision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.SearchEnded;
import dev.atelier.contracts.event.SearchEvent;
import dev.atelier.contracts.event.SearchTimeSpent;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.TrialObserved;
import dev.atelier.contracts.event.TrialPromoted;
import dev.atelier.contracts.event.TrialResult;
import dev.atelier.contracts.event.TrialStarted;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.JobCheck;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.schema.Violations;
import dev.atelier.contracts.study.StudyExpansion.Member;
import dev.atelier.dataset.coordination.decision.SearchDecision.RecordedEpochs;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.dataset.coordination.search.ObservedValue;
import dev.atelier.dataset.coordination.search.TrialJobs;
import dev.atelier.search.SearchAlgorithm;
import dev.atelier.search.SearchStep;
import dev.atelier.search.SearchStep.EndSearch;
import dev.atelier.search.SearchStep.PromoteTrial;
import dev.atelier.search.SearchStep.StartTrial;
import dev.atelier.search.Trial;
import dev.atelier.search.study.RecordedSearch;
import dev.atelier.search.study.TrialNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One turn of a search: the observations that are due, and the steps that follow from them. Trials that continue are not queued
 * here: the {@link Reconciliation} sees that more of their epochs are needed.
 */
final class SearchTurn {
    /** Steps of one transaction. */
    private static final int MOST_STEPS = 100;

    private static final String DATASET = "data.dataset";

    private final MemberDecisions.Context context;
    private final SortedSet<String> pending = new TreeSet<>();
    private final JobCheck check;
    private final RecordedEpochs epochs;
    private final Instant now;
    private final MemberDecisions members;
    private final List<SearchEvent> events = new ArrayList<>();
    private RecordedSearch search;
    private boolean isDatasetAway;

    SearchTurn(
            MemberDecisions.Context context,
            Function<Set<String>, JobCheck> checks,
            RecordedEpochs epochs,
            RecordedSearch search,
            Instant now) {
        this.context = context;
        this.check = checks.apply(pending);
        this.epochs = epochs;
        this.search = search;
        this.now = now;
        this.members = new MemberDecisions(
                context,
                search.started().submission(),
                search.nonce(),
                Optional.ofNullable(search.started().owner()),
                now);
    }

    /**
     * What is to be written; nothing where the search waits.
     *
     * @param isIdle whether no step follows unless something is observed
     */
    Optional<Decided> decide(boolean isIdle) {
        search.history().trials().forEach(this::observe);
        if (isTimeDue(search, now)) {
            record(new SearchTimeSpent(search.study(), search.started().submission(), now));
        }
        if (!isIdle || !events.isEmpty()) {
            decideSteps();
        }
        return events.isEmpty() ? Optional.empty() : Optional.of(new SearchSteps(events, members.queued()));
    }

    /** Whether the time of a search is spent, and no event has it yet. */
    static boolean isTimeDue(RecordedSearch search, Instant now) {
        return !search.history().isTimeSpent()
                && search.definition()
                        .time()
                        .filter(time -> !search.started().time().plus(time).isAfter(now))
                        .isPresent();
    }

    /** Whether the next step waits for an observation, and for nothing else. */
    boolean waitsForObservations() {
        return !isDatasetAway;
    }

    private void decideSteps() {
        SearchAlgorithm algorithm = search.definition().algorithm();
        for (int steps = 0; steps < MOST_STEPS && search.ended().isEmpty() && !isDatasetAway; steps++) {
            Optional<SearchEvent> next = algorithm.step(search.history()).flatMap(this::event);
            if (next.isEmpty()) {
                return;
            }
            record(next.get());
        }
    }

    private void record(SearchEvent event) {
        events.add(event);
        search = search.after(event);
    }

    private void observe(Trial trial) {
        List<SubmissionAccepted.Member> jobs =
                search.trials().get(trial.number()).members();
        for (int seed = 0; seed < jobs.size(); seed++) {
            if (search.isAwaited(trial, seed)) {
                int number = seed;
                SubmissionAccepted.Member member = jobs.get(seed);
                context.jobs()
                        .job(member.job())
                        .flatMap(job -> value(job, trial, member.seed()))
                        .ifPresent(value -> record(new TrialObserved(
                                search.study(),
                                trial.number(),
                                number,
                                member.job(),
                                trial.target(),
                                value.epoch(),
                                value.value(),
                                now)));
            }
        }
    }

    /** How good a training is at the epoch that its trial waits for; nothing before it gets there. */
    private Optional<ObservedValue> value(LedgerJob job, Trial trial, long seed) {
        if (job.state() == JobState.FAILED || job.state() == JobState.CANCELLED) {
            return Optional.of(ObservedValue.NONE);
        }
        boolean hasResult = job.state() == JobState.COMPLETED || job.isRestoring();
        return hasResult || hasSpentBudget(job, trial.target())
                ? epochs.of(job, trial.target()).map(all -> value(all, trial, seed))
                : Optional.empty();
    }

    private ObservedValue value(List<EpochCompleted> all, Trial trial, long seed) {
        return TrialJobs.evaluation(search.definition(), search.trials().get(trial.number()), seed)
                .map(evaluation -> ObservedValue.of(
                        all,
                        trial.target(),
                        evaluation,
                        search.definition().objective().metric()))
                .orElse(ObservedValue.NONE);
    }

    private static boolean hasSpentBudget(LedgerJob job, int epochs) {
        return job.isPausedByBudget()
                && job.queued()
                        .filter(last -> Objects.requireNonNullElse(last.budget(), 0) >= epochs)
                        .isPresent();
    }

    /** Nothing where the step needs a dataset that is not there now. */
    private Optional<SearchEvent> event(SearchStep step) {
        SearchEvent event = switch (step) {
            case StartTrial start -> start(start);
            case PromoteTrial promotion -> promote(promotion);
            case EndSearch end -> end(end);
        };
        return isDatasetAway ? Optional.empty() : Optional.of(event);
    }

    private TrialStarted start(StartTrial start) {
        String variant = TrialNames.trial(start.trial(), start.parameters());
        Violations violations = new Violations(Deadline.none());
        List<Job> jobs =
                jobs(variant, start.parameters(), search.definition().seeds().ofTrials(), violations);
        List<SubmissionAccepted.Member> started = new ArrayList<>();
        for (Job job : violations.isEmpty() && !isDatasetAway ? jobs : List.<Job>of()) {
            switch (decide(variant, job, start.epochs())) {
                case Checked.Valid<SubmissionAccepted.Member>(SubmissionAccepted.Member member) -> started.add(member);
                case Checked.Invalid<SubmissionAccepted.Member>(List<Violation> wrong) ->
                    wrong.forEach(violations::report);
            }
        }
        @Nullable String problem =
                violations.isEmpty() ? null : violations.all().getFirst().sentence();
        return new TrialStarted(
                search.study(),
                search.started().submission(),
                start.trial(),
                start.parameters(),
                start.epochs(),
                start.evidence(),
                problem == null ? started : List.of(),
                problem,
                now);
    }

    /** The jobs of all seeds; fewer where something is wrong. */
    private List<Job> jobs(
            String variant, SortedMap<String, JsonNode> parameters, List<Long> seeds, Violations violations) {
        List<Job> jobs = new ArrayList<>();
        for (long seed : seeds) {
            search.definition()
                    .job(variant, parameters, seed, check, violations)
                    .ifPresent(jobs::add);
        }
        isDatasetAway = !pending.isEmpty()
                || violations.all().stream()
                        .anyMatch(violation -> violation.field().equals(DATASET));
        return jobs;
    }

    /** A trial whose job was cancelled with its study is queued again. */
    private TrialPromoted promote(PromoteTrial promotion) {
        TrialStarted started = search.trials().get(promotion.trial());
        for (SubmissionAccepted.Member member : started.members()) {
            boolean isCancelled = context.jobs()
                    .job(member.job())
                    .filter(job -> job.state() == JobState.CANCELLED)
                    .isPresent();
            if (isCancelled) {
                TrialJobs.of(search.definition(), started, member.seed(), check)
                        .ifPresent(job -> members.again(
                                new Member(search.definition().name(), member.variant(), job),
                                member.job(),
                                promotion.epochs()));
                isDatasetAway = !pending.isEmpty();
            }
        }
        return new TrialPromoted(search.study(), promotion.trial(), promotion.epochs(), promotion.evidence(), now);
    }

    private SearchEnded end(EndSearch end) {
        return new SearchEnded(
                search.study(),
                search.started().submission(),
                end.winner(),
                end.evidence(),
                Optional.ofNullable(end.winner()).map(this::confirmation).orElse(List.of()),
                now);
    }

    private List<SubmissionAccepted.Member> confirmation(TrialResult winner) {
        TrialStarted trial = search.trials().get(winner.trial());
        String variant = TrialNames.confirmation(trial.trial(), trial.parameters());
        List<SubmissionAccepted.Member> confirmed = new ArrayList<>();
        List<Job> jobs = jobs(
                variant,
                trial.parameters(),
                search.definition().seeds().ofConfirmation(),
                new Violations(Deadline.none()));
        for (Job job : isDatasetAway ? List.<Job>of() : jobs) {
            if (decide(variant, job, Integer.MAX_VALUE)
                    instanceof Checked.Valid<SubmissionAccepted.Member>(var member)) {
                confirmed.add(member);
            }
        }
        return confirmed;
    }

    private Checked<SubmissionAccepted.Member> decide(String variant, Job job, int epochs) {
        return members.decide(new Member(search.definition().name(), variant, job), epochs, Optional.empty());
    }
}
