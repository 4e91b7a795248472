package dev.atelier.search.sampling;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.search.Trial;
import dev.atelier.search.space.Draws;
import dev.atelier.search.space.SearchSpace;
import java.nio.DoubleBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** The configurations of earlier trials, by the positions of their values, so that none is tried twice. */
final class TriedPoints {
    private static final int MOST_ENUMERATED = 100_000;

    private final SearchSpace space;
    private final Set<DoubleBuffer> points = new HashSet<>();

    TriedPoints(SearchSpace space, List<Trial> trials) {
        this.space = space;
        trials.forEach(trial -> points.add(point(trial.parameters())));
    }

    boolean contains(Map<String, JsonNode> configuration) {
        return points.contains(point(configuration));
    }

    boolean contains(double[] positions) {
        return points.contains(DoubleBuffer.wrap(positions));
    }

    /** One of those that were not tried, each as probable as the others; any if all were, or if they cannot be counted. */
    SortedMap<String, JsonNode> anyOther(Draws draws) {
        if (space.isCountable()) {
            List<SortedMap<String, JsonNode>> others = space.configurations(MOST_ENUMERATED).stream()
                    .filter(each -> !contains(each))
                    .toList();
            if (!others.isEmpty()) {
                return others.get(draws.below(others.size()));
            }
        }
        return space.configuration(parameter -> parameter.domain().at(draws.uniform()));
    }

    private DoubleBuffer point(Map<String, JsonNode> configuration) {
        return DoubleBuffer.wrap(space.positions(configuration));
    }
}
