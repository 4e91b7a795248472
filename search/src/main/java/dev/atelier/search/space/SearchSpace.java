package dev.atelier.search.space;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Checked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The parameters of a search and their domains. A trial has a value for each parameter whose conditions hold, and for no
 * other; this module calls that map of paths to values a configuration.
 *
 * <p>A parameter that exists in some trials only has a {@code when}, which names values of other parameters:
 *
 * <pre>{@code
 * training.optimizer.type: {choice: [sgd, adam]}
 * training.optimizer.momentum: {uniform: [0, 0.99], when: {training.optimizer.type: sgd}}
 * }</pre>
 *
 * The other form in use, a {@code space} inside a value of a {@code choice}, was not chosen: values are any JSON, so an object
 * with a member {@code space} would have two meanings, and a parameter that belongs to two values would be written twice.
 * With {@code when} each path stands once, at the top, as in a grid.
 */
public final class SearchSpace {
    private final List<SearchParameter> parameters;

    private SearchSpace(List<SearchParameter> parameters) {
        this.parameters = parameters;
    }

    /**
     * A space of these parameters.
     *
     * @throws IllegalArgumentException if a path stands twice, or conditions name unknown parameters or each other
     */
    public static SearchSpace of(List<SearchParameter> parameters) {
        Map<String, SearchParameter> byPath = new TreeMap<>();
        for (SearchParameter parameter : parameters) {
            if (byPath.put(parameter.path(), parameter) != null) {
                throw new IllegalArgumentException("path is " + parameter.path() + " twice; expected each path once");
            }
        }
        List<SearchParameter> inOrder = new ArrayList<>();
        Set<String> placed = new HashSet<>();
        boolean isProgress = true;
        while (isProgress) {
            isProgress = false;
            for (SearchParameter parameter : byPath.values()) {
                if (!placed.contains(parameter.path())
                        && parameter.conditions().stream().allMatch(each -> placed.contains(each.path()))) {
                    inOrder.add(parameter);
                    placed.add(parameter.path());
                    isProgress = true;
                }
            }
        }
        if (inOrder.size() < byPath.size()) {
            Set<String> left = new HashSet<>(byPath.keySet());
            left.removeAll(placed);
            throw new IllegalArgumentException(
                    "conditions of " + left.stream().sorted().toList()
                            + " name each other or unknown parameters; expected conditions on other parameters of the space");
        }
        return new SearchSpace(List.copyOf(inOrder));
    }

    /**
     * Reads the {@code space} of a search.
     *
     * @param space an object with a domain for each path
     */
    public static Checked<SearchSpace> read(JsonNode space) {
        return new SpaceReader("space").read(space);
    }

    /** All parameters, each after those that its conditions name, otherwise by path. */
    public List<SearchParameter> parameters() {
        return parameters;
    }

    /**
     * A configuration whose values are chosen one by one.
     *
     * @param choice gives the value of a parameter that exists in the trial
     */
    public SortedMap<String, JsonNode> configuration(Function<SearchParameter, JsonNode> choice) {
        SortedMap<String, JsonNode> chosen = new TreeMap<>();
        for (SearchParameter parameter : parameters) {
            if (parameter.isActive(chosen)) {
                chosen.put(parameter.path(), choice.apply(parameter));
            }
        }
        return chosen;
    }

    /** The position of each parameter's value, in the order of the parameters; NaN for those that do not exist in the configuration. */
    public double[] positions(Map<String, JsonNode> configuration) {
        double[] positions = new double[parameters.size()];
        for (int i = 0; i < positions.length; i++) {
            JsonNode value = configuration.get(parameters.get(i).path());
            positions[i] =
                    value == null ? Double.NaN : parameters.get(i).domain().position(value);
        }
        return positions;
    }

    /** The configuration with values at these positions, in the order of the parameters. */
    public SortedMap<String, JsonNode> at(double[] positions) {
        return configuration(parameter -> parameter.domain().at(positions[parameters.indexOf(parameter)]));
    }

    /** Whether all domains can be counted. A space that cannot be counted has no last configuration. */
    public boolean isCountable() {
        return parameters.stream().allMatch(each -> each.domain().size() != Domain.UNCOUNTABLE);
    }

    /**
     * The first configurations of a countable space, the last parameter varying fastest.
     *
     * @param limit the most to return
     */
    public List<SortedMap<String, JsonNode>> configurations(int limit) {
        List<SortedMap<String, JsonNode>> all = new ArrayList<>();
        collect(0, new HashMap<>(), all, limit);
        return all;
    }

    private void collect(int next, Map<String, JsonNode> chosen, List<SortedMap<String, JsonNode>> all, int limit) {
        if (all.size() >= limit) {
            return;
        }
        if (next == parameters.size()) {
            all.add(new TreeMap<>(chosen));
            return;
        }
        SearchParameter parameter = parameters.get(next);
        if (!parameter.isActive(chosen)) {
            collect(next + 1, chosen, all, limit);
            return;
        }
        for (long i = 0; i < parameter.domain().size() && all.size() < limit; i++) {
            chosen.put(parameter.path(), parameter.domain().value(i));
            collect(next + 1, chosen, all, limit);
        }
        chosen.remove(parameter.path());
    }
}
