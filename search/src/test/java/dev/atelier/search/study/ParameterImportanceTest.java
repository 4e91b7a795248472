package dev.atelier.search.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ParameterImportanceTest {
    private static final String SPACE = "'space': {'rate': {'log': [1e-4, 1]}, 'size': {'choice': [32, 64, 128, 256]},"
            + " 'unused': {'uniform': [0, 1]}, 'fixed': {'choice': [1]}}";

    private static SortedMap<String, Double> importance(int trials, ToDoubleFunction<Map<String, JsonNode>> objective) {
        String search = "{'algorithm': 'random', 'trials': " + trials + ", 'seed': 3, " + SPACE + "}";
        return ParameterImportance.of(RecordedSearch.of(RecordedSearches.complete(search, 1, objective))
                .orElseThrow());
    }

    private static double value(Map<String, JsonNode> parameters, String path) {
        return parameters.getOrDefault(path, RecordedSearches.read("0")).asDouble();
    }

    @Test
    void theParameterThatDecidesIsTheMostImportant() {
        SortedMap<String, Double> byRate =
                importance(100, parameters -> -Math.abs(Math.log10(value(parameters, "rate")) + 2));
        SortedMap<String, Double> bySize =
                importance(100, parameters -> value(parameters, "size") + value(parameters, "unused") / 1e6);

        assertThat(byRate.get("rate")).isGreaterThan(0.6);
        assertThat(bySize.get("size")).isGreaterThan(0.6);
        assertThat(byRate).containsEntry("fixed", 0.0);
        assertThat(byRate.values().stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(1, Offset.offset(1e-12));
    }

    @Test
    void fewTrialsHaveNone() {
        assertThat(importance(ParameterImportance.FEWEST - 1, parameters -> value(parameters, "rate")))
                .isEmpty();
        assertThat(importance(ParameterImportance.FEWEST, parameters -> value(parameters, "rate")))
                .isNotEmpty();
    }
}
