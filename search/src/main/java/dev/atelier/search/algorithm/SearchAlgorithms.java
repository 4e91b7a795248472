package dev.atelier.search.algorithm;

import dev.atelier.search.SearchAlgorithm;
import dev.atelier.search.SearchSpec;
import dev.atelier.search.TrialSchedule;
import dev.atelier.search.sampling.GridSampler;
import dev.atelier.search.sampling.RandomSampler;
import dev.atelier.search.sampling.Sampler;
import dev.atelier.search.sampling.TpeSampler;

/** Creates the algorithm of a specification. */
public final class SearchAlgorithms {
    private SearchAlgorithms() {}

    public static SearchAlgorithm of(SearchSpec spec) {
        Sampler sampler = switch (spec.sampling()) {
            case GRID -> new GridSampler(spec.space(), spec.trials());
            case RANDOM -> new RandomSampler(spec.space(), spec.seed());
            case TPE -> new TpeSampler(spec.space(), spec.seed(), spec.direction(), secondRung(spec));
        };
        return spec.schedule().isSynchronous()
                ? new SynchronousSearch(spec, sampler)
                : new AsynchronousHalving(spec, sampler);
    }

    /** The epoch of the second rung; 0 if every trial is trained completely. */
    private static int secondRung(SearchSpec spec) {
        Rungs rungs = Rungs.of(spec);
        return spec.schedule() == TrialSchedule.FULL || rungs.count() == 1
                ? 0
                : rungs.epochs().get(1);
    }
}
