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
import dev.atelier.search.Trial;
import dev.atelier.search.sampling.Sampler;
import java.util.List;
import java.util.Optional;

/**
 * ASHA (Li, Jamieson, Rostamizadeh, Gonina, Ben-tzur, Hardt, Recht, Talwalkar 2020, "A System for Massively Parallel Hyperparameter
 * Tuning"), with promotion: a trial pauses at each rung and continues when it is among the best {@code 1/eta} of those
 * observed there. Whenever fewer than {@code parallel} trials are being trained, the best trial of the highest rung that may continue
 * does; if there is none, a new trial begins.
 *
 * <p>Decisions depend on the order of the observations, and are the same for the same order.
 *
 * <p>Beyond the paper, the search does not end before a trial is trained completely: when no trial is left to begin and none may
 * continue, the best of the highest rung does.
 */
final class AsynchronousHalving implements SearchAlgorithm {
    private final SearchSpec spec;
    private final Sampler sampler;
    private final Rungs rungs;

    AsynchronousHalving(SearchSpec spec, Sampler sampler) {
        this.spec = spec;
        this.sampler = sampler;
        this.rungs = Rungs.of(spec);
    }

    @Override
    public Optional<SearchStep> step(SearchHistory history) {
        int running = history.running();
        if (running >= spec.parallel()) {
            return Optional.empty();
        }
        long requested = (long) spec.seeds()
                * history.trials().stream().mapToLong(Trial::target).sum();
        for (int rung = rungs.count() - 2; rung >= 0; rung--) {
            Optional<SearchStep> promotion = promotion(history, rung, requested, false);
            if (promotion.isPresent()) {
                return promotion;
            }
        }
        int first = rungs.epochs().getFirst();
        if (history.trials().size() < spec.trials() && spec.allows(requested, first)) {
            List<TrialResult> evidence = sampler.usesResults() ? history.lastResults() : List.of();
            return Optional.of(new StartTrial(
                    history.trials().size(), sampler.sample(history.trials(), evidence), first, evidence));
        }
        return running > 0 ? Optional.empty() : Optional.of(last(history, requested));
    }

    /** When no trial is left: the best continues until one is trained completely; then the end. */
    private SearchStep last(SearchHistory history, long requested) {
        for (int rung = rungs.count() - 1; rung >= 0; rung--) {
            boolean isReached = results(history, rung).stream().anyMatch(each -> !each.isFailed());
            Optional<SearchStep> promotion = isReached && rung + 1 < rungs.count()
                    ? promotion(history, rung, requested, true)
                    : Optional.empty();
            if (promotion.isPresent()) {
                return promotion.get();
            }
            if (isReached) {
                break;
            }
        }
        List<TrialResult> results = history.lastResults();
        return new EndSearch(ResultOrder.winner(results, spec.direction()).orElse(null), results);
    }

    /** @param isLast whether the best continues even where fewer than {@code eta} have a result */
    private Optional<SearchStep> promotion(SearchHistory history, int rung, long requested, boolean isLast) {
        int next = rungs.epochs().get(rung + 1);
        if (!spec.allows(requested, next - rungs.epochs().get(rung))) {
            return Optional.empty();
        }
        List<TrialResult> results = results(history, rung);
        return results.stream()
                .sorted(ResultOrder.byValue(spec.direction()))
                .limit(isLast ? results.size() : results.size() / rungs.eta())
                .filter(each ->
                        !each.isFailed() && history.trials().get(each.trial()).target() < next)
                .findFirst()
                .map(each -> new PromoteTrial(each.trial(), next, results));
    }

    private List<TrialResult> results(SearchHistory history, int rung) {
        int epoch = rungs.epochs().get(rung);
        return history.trials().stream()
                .filter(trial -> trial.target() >= epoch)
                .flatMap(trial -> history.result(trial.number(), epoch).stream())
                .toList();
    }
}
