package dev.atelier.search.sampling;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.search.space.Domain;
import dev.atelier.search.space.Draws;
import java.util.Arrays;

/**
 * Normal kernels over positions, truncated to the unit interval. All have one bandwidth, by Scott's rule (1992) for the observed
 * positions, but at least {@code 1 / (n + 2)} of the interval for {@code n} of them. In a countable domain a value has the
 * probability of its interval of positions.
 */
final class NumberKernels implements ParameterKernels {
    private static final double MOST_KERNELS = 100;
    private static final double LEAST_PROBABILITY = 1e-300;
    private static final double LOG_LEAST = StrictMath.log(LEAST_PROBABILITY);
    private static final int MOST_DRAWS = 1000;
    private static final double SCOTT = 1.059;

    /** The interquartile range of the standard normal distribution. */
    private static final double NORMAL_RANGE = 1.34;

    private final Domain domain;
    private final double[] centers;
    private final double bandwidth;
    private final double[] masses;

    NumberKernels(Domain domain, double[] centers) {
        this.domain = domain;
        // The prior is the last, and is uniform.
        this.centers = Arrays.copyOf(centers, centers.length + 1);
        this.centers[centers.length] = Double.NaN;
        this.bandwidth = bandwidth(centers);
        this.masses = new double[centers.length];
        Arrays.setAll(masses, component -> probability(component, 0, 1));
    }

    /** Scott's rule, with the deviation or the interquartile range, whichever is smaller, so that an outlier widens nothing. */
    private static double bandwidth(double[] centers) {
        double[] sorted = Arrays.stream(centers)
                .filter(each -> !Double.isNaN(each))
                .sorted()
                .toArray();
        int count = sorted.length;
        double least = 1 / Math.min(MOST_KERNELS, centers.length + 2.0);
        if (count < 2) {
            return least;
        }
        double mean = Arrays.stream(sorted).sum() / count;
        double squares =
                Arrays.stream(sorted).map(each -> (each - mean) * (each - mean)).sum();
        double deviation = StrictMath.sqrt(squares / (count - 1));
        double range = (sorted[count * 3 / 4] - sorted[count / 4]) / NORMAL_RANGE;
        double spread = range > 0 ? Math.min(deviation, range) : deviation;
        return Math.clamp(SCOTT * spread * StrictMath.pow(count, -0.2), least, 1);
    }

    @Override
    public double logDensity(int component, double position) {
        boolean isUniform = Double.isNaN(centers[component]);
        if (domain.size() == Domain.UNCOUNTABLE) {
            return isUniform
                    ? 0
                    : NormalDistribution.logDensity((position - centers[component]) / bandwidth)
                            - StrictMath.log(bandwidth * masses[component]);
        }
        JsonNode value = domain.at(position);
        double lower = domain.lower(value);
        double upper = domain.upper(value);
        double probability = isUniform ? upper - lower : probability(component, lower, upper) / masses[component];
        return probability < LEAST_PROBABILITY ? LOG_LEAST : StrictMath.log(probability);
    }

    @Override
    public double sample(int component, Draws draws) {
        double position = draws.uniform();
        if (!Double.isNaN(centers[component])) {
            position = centers[component] + bandwidth * draws.gaussian();
            for (int i = 1; i < MOST_DRAWS && !(position >= 0 && position <= 1); i++) {
                position = centers[component] + bandwidth * draws.gaussian();
            }
        }
        return domain.position(domain.at(Math.clamp(position, 0, 1)));
    }

    /** Of an interval of positions, under the normal distribution that is not truncated. */
    private double probability(int component, double lower, double upper) {
        return NormalDistribution.cumulative((upper - centers[component]) / bandwidth)
                - NormalDistribution.cumulative((lower - centers[component]) / bandwidth);
    }
}
