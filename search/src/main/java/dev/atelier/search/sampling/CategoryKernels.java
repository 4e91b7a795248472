package dev.atelier.search.sampling;

import dev.atelier.search.space.Domain;
import dev.atelier.search.space.Draws;

/**
 * Kernels over values without an order (Aitchison and Aitken 1976): one probability for the observed value, and one for each of the
 * others. With more observations less is left for the others: of {@code n} components the prior's weight {@code 1/n} is spread over
 * all values.
 */
final class CategoryKernels implements ParameterKernels {
    private final int categories;
    private final double[][] probabilities;

    CategoryKernels(Domain domain, double[] centers) {
        categories = (int) domain.size();
        int components = centers.length + 1;
        probabilities = new double[components][categories];
        double share = 1.0 / components;
        double total = 1 + share * categories;
        for (int component = 0; component < components; component++) {
            boolean isPrior = component == centers.length || Double.isNaN(centers[component]);
            for (int category = 0; category < categories; category++) {
                if (isPrior) {
                    probabilities[component][category] = 1.0 / categories;
                } else {
                    boolean isObserved = category == category(centers[component]);
                    probabilities[component][category] = (share + (isObserved ? 1 : 0)) / total;
                }
            }
        }
    }

    @Override
    public double logDensity(int component, double position) {
        return StrictMath.log(probabilities[component][category(position)]);
    }

    @Override
    public double sample(int component, Draws draws) {
        double drawn = draws.uniform();
        int category = 0;
        double sum = probabilities[component][0];
        while (drawn >= sum && category + 1 < categories) {
            category++;
            sum += probabilities[component][category];
        }
        return (category + 0.5) / categories;
    }

    private int category(double position) {
        return Math.min((int) (position * categories), categories - 1);
    }
}
