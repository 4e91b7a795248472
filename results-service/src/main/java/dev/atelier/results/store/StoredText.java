package dev.atelier.results.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.contracts.json.Json;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Text that PostgreSQL can keep. People can write U+0000 and half surrogate pairs, which no text column takes; in JSON they
 * are kept as escapes, elsewhere they become the replacement character.
 */
public final class StoredText {
    private static final int METRICS_LENGTH = 400;
    private static final char REPLACEMENT = '\uFFFD';
    private static final ObjectMapper ASCII =
            Json.MAPPER.copy().configure(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature(), true);

    private static final TypeReference<TreeMap<String, Double>> METRICS = new TypeReference<>() {};

    private StoredText() {}

    static String plain(String text) {
        boolean storable = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            storable &= c != 0 && !Character.isSurrogate(c);
        }
        if (storable) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> {
            boolean half = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
            kept.appendCodePoint(codePoint == 0 || half ? REPLACEMENT : codePoint);
        });
        return kept.toString();
    }

    static String json(Object value) {
        try {
            return ASCII.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "A " + value.getClass().getSimpleName() + " has no JSON form: " + e.getOriginalMessage(), e);
        }
    }

    /** Values of metrics by their names as a JSON object, as {@link #json} writes it, only faster: there is one in each epoch. */
    static String metricsText(SortedMap<String, Double> metrics) {
        StringBuilder text = new StringBuilder(METRICS_LENGTH);
        char separator = '{';
        for (Map.Entry<String, Double> metric : metrics.entrySet()) {
            text.append(separator);
            appendName(text, metric.getKey());
            text.append(':').append(metric.getValue().doubleValue());
            separator = ',';
        }
        return metrics.isEmpty() ? "{}" : text.append('}').toString();
    }

    private static void appendName(StringBuilder text, String name) {
        boolean plain = name.chars()
                .allMatch(c -> c == '.' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z');
        if (plain) {
            text.append('"').append(name).append('"');
        } else {
            text.append(json(name));
        }
    }

    public static <T> T read(String json, Class<T> type) {
        try {
            return Json.MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored " + type.getSimpleName() + " cannot be read; rebuild", e);
        }
    }

    /** Values of metrics by their names. */
    public static SortedMap<String, Double> metrics(String json) {
        try {
            return Json.MAPPER.readValue(json, METRICS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored metrics cannot be read; rebuild", e);
        }
    }

    public static JsonNode tree(String json) {
        return read(json, JsonNode.class);
    }
}
