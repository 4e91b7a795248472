package dev.atelier.cli.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.NumberText;
import java.util.SortedMap;
import java.util.TreeMap;

/** A resolved request as MLflow's parameters: one for each field, within MLflow's limits. */
final class Parameters {
    private static final int MAX_KEY = 250;
    private static final int MAX_VALUE = 6000;

    private Parameters() {}

    /**
     * The fields by their paths, such as {@code training.optimizer.name}. A list is one parameter, as JSON; null is the
     * word null; numbers are as engineers write them. Other characters of a name than letters, digits, {@code _}, {@code -}, {@code .} and blanks become
     * {@code _}, since a slash, though allowed, would make a path of the name.
     */
    static SortedMap<String, String> of(JsonNode request) {
        SortedMap<String, String> parameters = new TreeMap<>();
        add(parameters, "", request);
        return parameters;
    }

    private static void add(SortedMap<String, String> parameters, String path, JsonNode node) {
        if (node.isObject()) {
            String prefix = path.isEmpty() ? "" : path + ".";
            node.properties().forEach(field -> add(parameters, prefix + field.getKey(), field.getValue()));
        } else {
            String text = NumberText.of(node);
            parameters.put(free(parameters, key(path)), shortened(text, MAX_VALUE));
        }
    }

    private static String key(String path) {
        return shortened(path.replaceAll("[^A-Za-z0-9_. -]", "_"), MAX_KEY);
    }

    /** Names that differ in forbidden characters alone are numbered. */
    private static String free(SortedMap<String, String> parameters, String key) {
        String free = key;
        for (int number = 2; parameters.containsKey(free); number++) {
            String suffix = "_" + number;
            free = shortened(key, MAX_KEY - suffix.length()) + suffix;
        }
        return free;
    }

    /** The beginning of a text, of at most so many UTF-16 units, with no character cut in two. */
    static String shortened(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
