package dev.atelier.results.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.NumberText;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The fields of a resolved request by their paths, such as {@code training.optimizer.learningRate}, each with its value as
 * it is shown: numbers as engineers write them. Lists are values, not branches.
 */
public record Fields(SortedMap<String, String> values) {
    public Fields {
        values = new TreeMap<>(values);
    }

    public static Fields of(JsonNode request) {
        SortedMap<String, String> values = new TreeMap<>();
        collect("", request, values);
        return new Fields(values);
    }

    private static void collect(String path, JsonNode node, SortedMap<String, String> values) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> collect(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), values));
        } else {
            values.put(path, NumberText.of(node));
        }
    }

    /** Without those at or below these paths. */
    public Fields without(Set<String> paths) {
        SortedMap<String, String> kept = new TreeMap<>(values);
        kept.keySet()
                .removeIf(path -> paths.stream().anyMatch(left -> path.equals(left) || path.startsWith(left + ".")));
        return new Fields(kept);
    }

    /** The value at a path; empty where there is no such field. */
    public Optional<String> value(String path) {
        return Optional.ofNullable(values.get(path));
    }

    /** The paths at which these requests do not all hold the same. */
    public static List<String> differing(Collection<Fields> requests) {
        Set<String> paths = new LinkedHashSet<>();
        requests.forEach(request -> paths.addAll(request.values.keySet()));
        return paths.stream()
                .filter(path -> requests.stream()
                                .map(request -> request.values.get(path))
                                .map(value -> Objects.requireNonNullElse(value, ""))
                                .distinct()
                                .count()
                        > 1)
                .sorted()
                .toList();
    }

    /** The last part of a path: what people call the field. */
    public static String shortName(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
