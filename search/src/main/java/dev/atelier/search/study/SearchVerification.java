package dev.atelier.search.study;

import dev.atelier.contracts.event.SearchCancelled;
import dev.atelier.contracts.event.SearchEnded;
import dev.atelier.contracts.event.SearchEvent;
import dev.atelier.contracts.event.SearchStarted;
import dev.atelier.contracts.event.SearchTimeSpent;
import dev.atelier.contracts.event.TrialObserved;
import dev.atelier.contracts.event.TrialPromoted;
import dev.atelier.contracts.event.TrialStarted;
import dev.atelier.search.DecisionCheck;
import dev.atelier.search.Observation;
import dev.atelier.search.SearchEntry;
import dev.atelier.search.SearchHistory;
import dev.atelier.search.SearchStep;
import dev.atelier.search.SearchStep.EndSearch;
import dev.atelier.search.SearchStep.PromoteTrial;
import dev.atelier.search.SearchStep.StartTrial;
import dev.atelier.search.TimeSpent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Computes every decision of a recorded search again, from what was recorded before it, and compares.
 *
 * @param decisions how many were computed again
 * @param mismatch the first that is another; nothing where all are the same
 */
public record SearchVerification(int decisions, Optional<Mismatch> mismatch) {

    /**
     * A recorded decision that does not follow from the entries before it.
     *
     * @param expected what follows; null where the search would have waited
     */
    public record Mismatch(SearchEvent recorded, @Nullable SearchStep expected) {}

    private record Recorded(SearchEvent event, SearchEntry entry) {}

    /**
     * Verifies a search.
     *
     * @param events all of the study's, in their order, with their evidence
     * @return nothing where none of them begins a search
     * @throws IllegalArgumentException if an event cannot follow on those before it
     */
    public static Optional<SearchVerification> of(List<SearchEvent> events) {
        return events.stream()
                .filter(SearchStarted.class::isInstance)
                .findFirst()
                .map(start -> of(SearchDefinition.of((SearchStarted) start), events));
    }

    private static SearchVerification of(SearchDefinition definition, List<SearchEvent> events) {
        int seeds = definition.seedsPerTrial();
        List<Recorded> recorded = new ArrayList<>();
        SearchHistory history = SearchHistory.empty(seeds);
        for (SearchEvent event : events) {
            for (SearchEntry entry : entries(event, seeds).toList()) {
                SearchHistory after = history.with(entry);
                if (after.entries().size() > history.entries().size()) {
                    recorded.add(new Recorded(event, entry));
                }
                history = after;
            }
        }
        Optional<Mismatch> mismatch = DecisionCheck.firstMismatch(definition.algorithm(), history)
                .map(found -> new Mismatch(recorded.get(found.entry()).event(), found.expected()));
        long decisions = recorded.stream()
                .filter(each -> each.entry() instanceof SearchStep)
                .count();
        return new SearchVerification((int) decisions, mismatch);
    }

    private static Stream<SearchEntry> entries(SearchEvent event, int seeds) {
        return switch (event) {
            case SearchStarted ignored -> Stream.empty();
            case SearchCancelled ignored -> Stream.empty();
            case SearchTimeSpent ignored -> Stream.of(new TimeSpent());
            case TrialStarted start -> {
                SearchEntry step = new StartTrial(start.trial(), start.parameters(), start.epochs(), start.evidence());
                Stream<SearchEntry> failures = start.problem() == null
                        ? Stream.empty()
                        : IntStream.range(0, seeds)
                                .mapToObj(seed -> new Observation(start.trial(), seed, start.epochs(), null));
                yield Stream.concat(Stream.of(step), failures);
            }
            case TrialObserved observed ->
                Stream.of(new Observation(observed.trial(), observed.seed(), observed.epoch(), observed.value()));
            case TrialPromoted promoted ->
                Stream.of(new PromoteTrial(promoted.trial(), promoted.epochs(), promoted.evidence()));
            case SearchEnded end -> Stream.of(new EndSearch(end.winner(), end.evidence()));
        };
    }
}
