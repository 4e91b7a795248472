package dev.atelier.search.sampling;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.search.space.Domain;
import dev.atelier.search.space.Draws;
import dev.atelier.search.space.SearchParameter;
import dev.atelier.search.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A density over configurations: a mixture with one component for each observed configuration, and the prior. A component is the product
 * of a kernel for each parameter, so that values that are good together stay together. For a parameter that does not exist
 * in the observed configuration the component has the prior, so that it is a density over the whole tree of parameters.
 */
final class ParzenEstimator {
    private final SearchSpace space;
    private final List<ParameterKernels> kernels = new ArrayList<>();
    private final double[] logWeights;
    private final double[] cumulated;

    /**
     * @param points positions of each observed configuration, as {@link SearchSpace#positions} gives them
     * @param weights of these, each greater than 0; that of the prior is 1
     */
    ParzenEstimator(SearchSpace space, List<double[]> points, double[] weights) {
        this.space = space;
        for (int i = 0; i < space.parameters().size(); i++) {
            int parameter = i;
            kernels.add(ParameterKernels.around(
                    space.parameters().get(i).domain(),
                    points.stream().mapToDouble(point -> point[parameter]).toArray()));
        }
        int components = points.size() + 1;
        logWeights = new double[components];
        cumulated = new double[components];
        double sum = 0;
        for (int i = 0; i < components; i++) {
            double weight = i < weights.length ? weights[i] : 1;
            sum += weight;
            cumulated[i] = sum;
            logWeights[i] = StrictMath.log(weight);
        }
    }

    /** The logarithm of the density at a configuration, up to a constant that the weights determine. */
    double logDensity(double[] positions) {
        double[] terms = new double[logWeights.length];
        double greatest = Double.NEGATIVE_INFINITY;
        for (int component = 0; component < terms.length; component++) {
            double term = logWeights[component];
            for (int i = 0; i < positions.length; i++) {
                if (!Double.isNaN(positions[i])) {
                    term += kernels.get(i).logDensity(component, positions[i]);
                }
            }
            terms[component] = term;
            greatest = Math.max(greatest, term);
        }
        double sum = 0;
        for (double term : terms) {
            sum += StrictMath.exp(term - greatest);
        }
        return greatest + StrictMath.log(sum);
    }

    /** A configuration drawn from one component, as positions. */
    double[] sample(Draws draws) {
        double drawn = draws.uniform() * cumulated[cumulated.length - 1];
        int component = 0;
        while (component + 1 < cumulated.length && drawn >= cumulated[component]) {
            component++;
        }
        SortedMap<String, JsonNode> chosen = new TreeMap<>();
        double[] positions = new double[kernels.size()];
        for (int i = 0; i < positions.length; i++) {
            SearchParameter parameter = space.parameters().get(i);
            positions[i] = Double.NaN;
            if (parameter.isActive(chosen)) {
                Domain domain = parameter.domain();
                positions[i] = kernels.get(i).sample(component, draws);
                chosen.put(parameter.path(), domain.at(positions[i]));
            }
        }
        return positions;
    }
}
