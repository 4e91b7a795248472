package dev.atelier.search.study;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.search.space.Domain;
import dev.atelier.search.space.SearchParameter;
import dev.atelier.search.space.SearchParameter.Condition;
import dev.atelier.search.space.SearchSpace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.LongStream;

/**
 * Configurations that show what a space holds: each parameter at both bounds of its range, or at each of its values, with
 * the others in the middle of theirs.
 */
final class BoundaryPoints {
    private static final int MOST_VALUES = 100;
    private static final double MIDDLE = 0.5;

    private final SearchSpace space;

    private BoundaryPoints(SearchSpace space) {
        this.space = space;
    }

    static Set<SortedMap<String, JsonNode>> of(SearchSpace space) {
        return new BoundaryPoints(space).all();
    }

    private Set<SortedMap<String, JsonNode>> all() {
        Set<SortedMap<String, JsonNode>> points = new LinkedHashSet<>();
        for (SearchParameter parameter : space.parameters()) {
            for (JsonNode value : values(parameter.domain())) {
                Map<String, JsonNode> chosen = new HashMap<>();
                require(parameter, chosen);
                chosen.put(parameter.path(), value);
                points.add(space.configuration(
                        each -> chosen.getOrDefault(each.path(), each.domain().at(MIDDLE))));
            }
        }
        return points;
    }

    private static List<JsonNode> values(Domain domain) {
        return domain.isOrdered() || domain.size() > MOST_VALUES
                ? List.of(domain.at(0), domain.at(1))
                : LongStream.range(0, domain.size()).mapToObj(domain::value).toList();
    }

    /** Chooses values with which the parameter exists. */
    private void require(SearchParameter parameter, Map<String, JsonNode> chosen) {
        List<SearchParameter> parents = new ArrayList<>(space.parameters());
        for (Condition condition : parameter.conditions()) {
            if (chosen.putIfAbsent(condition.path(), condition.values().getFirst()) == null) {
                parents.stream()
                        .filter(each -> each.path().equals(condition.path()))
                        .forEach(parent -> require(parent, chosen));
            }
        }
    }
}
