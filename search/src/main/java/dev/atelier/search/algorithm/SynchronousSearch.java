package dev.atelier.search.algorithm;

import dev.atelier.contracts.event.TrialResult;
import dev.atelier.search.ResultOrder;
import dev.atelier.search.SearchAlgorithm;
import dev.atelier.search.SearchHistory;
import dev.atelier.search.SearchSpec;
import dev.atelier.search.SearchStep;
import dev.atelier.search.SearchStep.EndSearch;
import dev.atelier.search.SearchStep.PromoteTrial;
import dev.atelier.search.SearchStep.StartTrial;
import dev.atelier.search.sampling.Sampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Grid, random search, TPE, successive halving and Hyperband: brackets of trials, each with a barrier behind every rung.
 *
 * <p>Neither the order in which observations arrive nor the number of workers has any effect on what is decided. Trial {@code i} is
 * chosen from exactly these results, and begins no earlier than all of them are known:
 * <ul>
 *   <li>of its own bracket the results at the first rung of the trials up to {@code i - parallel};
 *   <li>of each earlier bracket that has a trial up to {@code i - parallel} the last results of all trials.
 * </ul>
 * The trials between are known by their parameters only. A slow trial therefore delays the one that begins {@code parallel} later;
 * that is what equal decisions cost. A sampler that uses no results waits for none.
 */
final class SynchronousSearch implements SearchAlgorithm {
    private final SearchSpec spec;
    private final Sampler sampler;
    private final List<Bracket> brackets;

    SynchronousSearch(SearchSpec spec, Sampler sampler) {
        this.spec = spec;
        this.sampler = sampler;
        this.brackets = BracketPlan.of(spec);
    }

    @Override
    public Optional<SearchStep> step(SearchHistory history) {
        int running = history.running();
        if (running >= spec.parallel()) {
            return Optional.empty();
        }
        for (Bracket bracket : brackets) {
            if (bracket.first() >= history.trials().size()) {
                break;
            }
            List<PromoteTrial> promotions = bracket.promotions(history, spec.direction());
            if (!promotions.isEmpty()) {
                return Optional.of(promotions.getFirst());
            }
        }
        int trial = history.trials().size();
        Optional<Bracket> bracket =
                brackets.stream().filter(each -> each.contains(trial)).findFirst();
        if (bracket.isPresent()) {
            return evidence(history, trial, bracket.get())
                    .map(evidence -> new StartTrial(
                            trial,
                            sampler.sample(history.trials(), evidence),
                            bracket.get().rungs().epochs().getFirst(),
                            evidence));
        }
        if (running > 0) {
            return Optional.empty();
        }
        List<TrialResult> results = history.lastResults();
        return Optional.of(
                new EndSearch(ResultOrder.winner(results, spec.direction()).orElse(null), results));
    }

    /** What a trial is chosen from; nothing while a part of it is missing. */
    private Optional<List<TrialResult>> evidence(SearchHistory history, int trial, Bracket own) {
        List<TrialResult> evidence = new ArrayList<>();
        int known = trial - spec.parallel();
        if (!sampler.usesResults() || known < 0) {
            return Optional.of(evidence);
        }
        for (Bracket bracket : brackets) {
            if (bracket.first() > known) {
                break;
            }
            if (bracket.equals(own)) {
                Optional<List<TrialResult>> results = own.firstResults(history, known);
                if (results.isEmpty()) {
                    return Optional.empty();
                }
                evidence.addAll(results.get());
            } else {
                if (!bracket.isComplete(history, spec.direction())) {
                    return Optional.empty();
                }
                history.trials().subList(bracket.first(), bracket.end()).stream()
                        .flatMap(each -> history.lastResult(each).stream())
                        .forEach(evidence::add);
            }
        }
        return Optional.of(evidence);
    }
}
