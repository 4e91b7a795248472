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
            case TPE ->
                new TpeSampler(spec.space(), spec.seed(), spec.direction(), spec.schedule() != TrialSchedule.FULL);
        };
        return spec.schedule().isSynchronous()
                ? new SynchronousSearch(spec, sampler)
                : new AsynchronousHalving(spec, sampler);
    }
}
