package dev.atelier.search.study;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.SearchEnded;
import dev.atelier.contracts.event.SearchEvent;
import dev.atelier.contracts.event.SearchStarted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.event.TrialObserved;
import dev.atelier.contracts.event.TrialPromoted;
import dev.atelier.contracts.event.TrialStarted;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Objective;
import dev.atelier.search.SearchAlgorithm;
import dev.atelier.search.SearchStep;
import dev.atelier.search.SearchStep.EndSearch;
import dev.atelier.search.SearchStep.PromoteTrial;
import dev.atelier.search.SearchStep.StartTrial;
import dev.atelier.search.Trial;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Records of searches for tests: as a coordinator writes them that observes one trial after the other. */
final class RecordedSearches {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String STUDY = "rates-01234567";

    private RecordedSearches() {}

    /**
     * A search to its end.
     *
     * @param search written with single quotes
     * @param objective of the parameters of a trial
     */
    static List<SearchEvent> complete(String search, int epochs, ToDoubleFunction<Map<String, JsonNode>> objective) {
        List<SearchEvent> events = new ArrayList<>(List.of(started(search, epochs)));
        RecordedSearch state = RecordedSearch.of(events).orElseThrow();
        SearchAlgorithm algorithm = state.definition().algorithm();
        while (state.ended().isEmpty()) {
            Optional<SearchStep> step = algorithm.step(state.history());
            SearchEvent next = step.isPresent() ? event(step.get()) : observation(state, objective);
            events.add(next);
            state = state.after(next);
        }
        return events;
    }

    static SearchStarted started(String search, int epochs) {
        return new SearchStarted(
                STUDY,
                "s1",
                "rates",
                read("{'family': 'mlp'}"),
                read(search),
                Objective.DEFAULT,
                epochs,
                List.of(),
                false,
                NOON);
    }

    static JsonNode read(String json) {
        return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    private static SearchEvent event(SearchStep step) {
        return switch (step) {
            case StartTrial start ->
                new TrialStarted(
                        STUDY,
                        "s1",
                        start.trial(),
                        start.parameters(),
                        start.epochs(),
                        start.evidence(),
                        List.of(member(start.trial())),
                        null,
                        NOON);
            case PromoteTrial promotion ->
                new TrialPromoted(STUDY, promotion.trial(), promotion.epochs(), promotion.evidence(), NOON);
            case EndSearch end -> new SearchEnded(STUDY, "s1", end.winner(), end.evidence(), List.of(), NOON);
        };
    }

    static Member member(int trial) {
        return new Member(
                "rates", "trial " + trial, 42, new Family("mlp"), job(trial), Disposition.QUEUED, 1, null, Map.of());
    }

    static String job(int trial) {
        return "job" + trial;
    }

    private static TrialObserved observation(RecordedSearch state, ToDoubleFunction<Map<String, JsonNode>> objective) {
        Trial waiting = state.history().trials().stream()
                .filter(trial -> state.isAwaited(trial, 0))
                .findFirst()
                .orElseThrow();
        return new TrialObserved(
                STUDY,
                waiting.number(),
                0,
                job(waiting.number()),
                waiting.target(),
                waiting.target(),
                objective.applyAsDouble(waiting.parameters()),
                NOON);
    }
}
