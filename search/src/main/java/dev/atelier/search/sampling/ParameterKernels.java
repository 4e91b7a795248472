package dev.atelier.search.sampling;

import dev.atelier.search.space.Domain;
import dev.atelier.search.space.Draws;

/** One kernel over a parameter's positions for each component of a mixture; the last component is the prior, which is uniform. */
sealed interface ParameterKernels permits CategoryKernels, NumberKernels {
    /**
     * Kernels around observed positions, and the prior.
     *
     * @param centers a position for each component but the prior; NaN where the parameter did not exist. Its kernel then is the
     *     prior's
     */
    static ParameterKernels around(Domain domain, double[] centers) {
        return domain.isOrdered() ? new NumberKernels(domain, centers) : new CategoryKernels(domain, centers);
    }

    /** The logarithm of a component's density at a position that a value has; of its probability in a countable domain. */
    double logDensity(int component, double position);

    /** A position drawn from a component. */
    double sample(int component, Draws draws);
}
