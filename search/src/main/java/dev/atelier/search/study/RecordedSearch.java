package dev.atelier.search.study;

import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.event.SearchCancelled;
import dev.atelier.contracts.event.SearchEnded;
import dev.atelier.contracts.event.SearchEvent;
import dev.atelier.contracts.event.SearchStarted;
import dev.atelier.contracts.event.SearchTimeSpent;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.event.TrialObserved;
import dev.atelier.contracts.event.TrialPromoted;
import dev.atelier.contracts.event.TrialResult;
import dev.atelier.contracts.event.TrialStarted;
import dev.atelier.search.Observation;
import dev.atelier.search.SearchHistory;
import dev.atelier.search.SearchSpec;
import dev.atelier.search.SearchStep.EndSearch;
import dev.atelier.search.SearchStep.PromoteTrial;
import dev.atelier.search.SearchStep.StartTrial;
import dev.atelier.search.TimeSpent;
import dev.atelier.search.Trial;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * A search by its events, in their order. Immutable. Evidence of decisions is not kept: it follows from the observations.
 *
 * @param started how it began, or continued last
 * @param history what its next decisions follow from
 * @param trials by number
 * @param trialsByJob numbers of the trials that a job is of
 * @param ended its end; nothing before
 * @param isCancelled whether it decides no more until it is requested again
 * @param events all that changed anything
 */
public record RecordedSearch(
        SearchStarted started,
        SearchDefinition definition,
        SearchHistory history,
        PVector<TrialStarted> trials,
        PMap<String, PVector<Integer>> trialsByJob,
        Optional<SearchEnded> ended,
        boolean isCancelled,
        PVector<SearchEvent> events) {

    /**
     * The search of events; nothing where none of them begins one.
     *
     * @throws IllegalArgumentException if one of them cannot follow
     */
    public static Optional<RecordedSearch> of(Iterable<? extends SearchEvent> events) {
        Optional<RecordedSearch> search = Optional.empty();
        for (SearchEvent event : events) {
            search = after(search, event);
        }
        return search;
    }

    /**
     * The search after an event; a second time an event changes nothing. An event before its beginning is ignored.
     *
     * @throws IllegalArgumentException if the event cannot follow
     */
    public static Optional<RecordedSearch> after(Optional<RecordedSearch> before, SearchEvent event) {
        return before.<RecordedSearch>map(known -> known.after(event))
                .or(() -> event instanceof SearchStarted started ? Optional.of(begin(started)) : Optional.empty());
    }

    private static RecordedSearch begin(SearchStarted event) {
        SearchDefinition definition = SearchDefinition.of(event);
        if (definition.read() instanceof Checked.Invalid<SearchSpec>(List<Violation> violations)) {
            throw new IllegalArgumentException(
                    "search is not one: " + violations.getFirst().sentence());
        }
        return new RecordedSearch(
                event,
                definition,
                SearchHistory.empty(definition.seedsPerTrial()),
                TreePVector.empty(),
                HashTreePMap.empty(),
                Optional.empty(),
                false,
                TreePVector.singleton(event));
    }

    /**
     * The search after one event more.
     *
     * @throws IllegalArgumentException if the event cannot follow
     */
    public RecordedSearch after(SearchEvent event) {
        if (ended.isPresent()) {
            return this;
        }
        return switch (event) {
            case SearchStarted again -> again.submission().equals(started.submission()) ? this : startedAgain(again);
            case SearchCancelled ignored -> isCancelled ? this : with(event, started, history, true);
            case TrialStarted start -> start.trial() < trials.size() ? this : withTrial(start);
            case TrialObserved observed -> withObservation(observed);
            case TrialPromoted promoted -> withPromotion(promoted);
            case SearchTimeSpent spent ->
                history.isTimeSpent() ? this : with(spent, started, history.with(new TimeSpent()), isCancelled);
            case SearchEnded end -> withEnd(end);
        };
    }

    /** Whether it decides. */
    public boolean isOpen() {
        return ended.isEmpty() && !isCancelled;
    }

    public String study() {
        return started.study();
    }

    /** Makes its jobs others than those of the same fields; nothing where results are used again. */
    public Optional<String> nonce() {
        return started.fresh() ? Optional.of(started.submission()) : Optional.empty();
    }

    /** All jobs that it has requested so far. */
    public List<Member> members() {
        return Stream.concat(
                        trials.stream().flatMap(trial -> trial.members().stream()),
                        ended.stream().flatMap(end -> end.members().stream()))
                .toList();
    }

    /** The best trial; nothing before the end, and where all trials failed. */
    public Optional<TrialResult> winner() {
        return ended.map(SearchEnded::winner);
    }

    /**
     * How far it needs a job trained.
     *
     * @return an epoch; {@link Integer#MAX_VALUE} for its result; 0 where it does not need the job
     */
    public int epochsOf(String job) {
        PVector<Integer> ofJob = trialsByJob.get(job);
        if (ofJob == null || started.jobs().contains(job)) {
            return Integer.MAX_VALUE;
        }
        if (ended.isPresent()) {
            return winner().filter(best -> ofJob.contains(best.trial())).isPresent() ? Integer.MAX_VALUE : 0;
        }
        if (isCancelled) {
            return 0;
        }
        return ofJob.stream()
                .mapToInt(trial -> history.trials().get(trial).target())
                .max()
                .orElse(0);
    }

    /** Whether a trial waits for the observation of one of its jobs. */
    public boolean isAwaited(Trial trial, int seed) {
        return !trial.isObserved(trial.target(), seed);
    }

    /** Of the events with which it was requested the first and the latest are kept. */
    private RecordedSearch startedAgain(SearchStarted again) {
        PVector<SearchEvent> kept = events;
        if (!started.equals(events.getFirst())) {
            kept = events.minus(started);
        }
        return new RecordedSearch(
                again, SearchDefinition.of(again), history, trials, trialsByJob, ended, false, kept.plus(again));
    }

    private RecordedSearch withTrial(TrialStarted start) {
        SearchHistory after =
                history.with(new StartTrial(start.trial(), start.parameters(), start.epochs(), List.of()));
        if (start.problem() != null) {
            for (int seed = 0; seed < definition.seedsPerTrial(); seed++) {
                after = after.with(new Observation(start.trial(), seed, start.epochs(), null));
            }
        }
        PMap<String, PVector<Integer>> byJob = trialsByJob;
        for (Member member : start.members()) {
            PVector<Integer> known = byJob.getOrDefault(member.job(), TreePVector.empty());
            byJob = byJob.plus(member.job(), known.plus(start.trial()));
        }
        TrialStarted kept = start.withoutEvidence();
        return new RecordedSearch(
                started, definition, after, trials.plus(kept), byJob, ended, isCancelled, events.plus(kept));
    }

    private RecordedSearch withObservation(TrialObserved observed) {
        SearchHistory after =
                history.with(new Observation(observed.trial(), observed.seed(), observed.epoch(), observed.value()));
        return after.entries().size() == history.entries().size() ? this : with(observed, started, after, isCancelled);
    }

    private RecordedSearch withPromotion(TrialPromoted promoted) {
        boolean isKnown = promoted.trial() < trials.size()
                && history.trials().get(promoted.trial()).targets().contains(promoted.epochs());
        return isKnown
                ? this
                : with(
                        promoted.withoutEvidence(),
                        started,
                        history.with(new PromoteTrial(promoted.trial(), promoted.epochs(), List.of())),
                        isCancelled);
    }

    private RecordedSearch withEnd(SearchEnded end) {
        SearchEnded kept = end.withoutEvidence();
        return new RecordedSearch(
                started,
                definition,
                history.with(new EndSearch(end.winner(), List.of())),
                trials,
                trialsByJob,
                Optional.of(kept),
                isCancelled,
                events.plus(kept));
    }

    private RecordedSearch with(SearchEvent event, SearchStarted latest, SearchHistory after, boolean isNowCancelled) {
        return new RecordedSearch(
                latest, definition, after, trials, trialsByJob, ended, isNowCancelled, events.plus(event));
    }
}
