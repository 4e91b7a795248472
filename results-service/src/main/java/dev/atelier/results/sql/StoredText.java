package dev.atelier.results.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.atelier.contracts.json.Json;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
    private static final TypeReference<List<@Nullable TreeMap<String, Double>>> METRICS_OF_SEVERAL =
            new TypeReference<>() {};

    private static final JsonMapper ROWS = Json.MAPPER
            .rebuild()
            .addModule(new Jdk8Module())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private StoredText() {}

    public static String plain(String text) {
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

    /** Reads documents of a type as {@link #json} writes them. */
    static Function<String, Object> reader(Type type) {
        return reader(Json.MAPPER, type);
    }

    /** Reads rows as PostgreSQL turns them into JSON, by the names of their columns. */
    static Function<String, Object> rowsReader(Type type) {
        return reader(ROWS, type);
    }

    private static Function<String, Object> reader(JsonMapper mapper, Type type) {
        JavaType target = mapper.constructType(type);
        return json -> {
            try {
                return mapper.readValue(json, target);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(
                        "a stored " + target.getRawClass().getSimpleName() + " cannot be read; rebuild", e);
            }
        };
    }

    /** Values of metrics by their names: of one JSON object, or of an array of them, where the last value counts. */
    static SortedMap<String, Double> metrics(String json) {
        try {
            if (!json.startsWith("[")) {
                return Json.MAPPER.readValue(json, METRICS);
            }
            SortedMap<String, Double> merged = new TreeMap<>();
            for (Map<String, Double> each : Json.MAPPER.readValue(json, METRICS_OF_SEVERAL)) {
                if (each != null) {
                    merged.putAll(each);
                }
            }
            return merged;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored metrics cannot be read; rebuild", e);
        }
    }
}
