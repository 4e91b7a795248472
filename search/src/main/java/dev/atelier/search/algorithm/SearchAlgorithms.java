package dev.atelier.search.algorithm;

import dev.atelier.contracts.event.TrialResult;
import dev.atelier.search.ResultOrder;
import dev.atelier.search.SearchAlgorithm;
import dev.atelier.search.SearchHistory;
import dev.atelier.search.SearchSpec;
import dev.atelier.search.SearchStep;
import dev.atelier.search.SearchStep.EndSearch;
import dev.atelier.search.TrialSchedule;
import dev.atelier.search.sampling.GridSampler;
import dev.atelier.search.sampling.RandomSampler;
import dev.atelier.search.sampling.Sampler;
import dev.atelier.search.sampling.TpeSampler;
import java.util.List;
import java.util.Optional;

/** Creates the algorithm of a specification. */
public final class SearchAlgorithms {
    private SearchAlgorithms() {}

    public static SearchAlgorithm of(SearchSpec spec) {
        Sampler sampler = switch (spec.sampling()) {
            case GRID -> new GridSampler(spec.space(), spec.trials());
            case RANDOM -> new RandomSampler(spec.space(), spec.seed());
            case TPE -> new TpeSampler(spec.space(), spec.seed(), spec.direction(), secondRung(spec));
        };
        SearchAlgorithm algorithm = spec.schedule().isSynchronous()
                ? new SynchronousSearch(spec, sampler)
                : new AsynchronousHalving(spec, sampler);
        return history -> history.isTimeSpent() ? end(history, spec) : algorithm.step(history);
    }

    /** The end, once all trials have their values. */
    private static Optional<SearchStep> end(SearchHistory history, SearchSpec spec) {
        List<TrialResult> results = history.lastResults();
        return history.running() > 0
                ? Optional.empty()
                : Optional.of(new EndSearch(
                        ResultOrder.winner(results, spec.direction()).orElse(null), results));
    }

    /** The epoch of the second rung; 0 if every trial is trained completely. */
    private static int secondRung(SearchSpec spec) {
        Rungs rungs = Rungs.of(spec);
        return spec.schedule() == TrialSchedule.FULL || rungs.count() == 1
                ? 0
                : rungs.epochs().get(1);
    }
}
