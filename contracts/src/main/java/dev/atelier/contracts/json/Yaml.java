package dev.atelier.contracts.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * YAML 1.2, and so JSON too: {@code 1e-8} is a number, {@code on} is a word, a key stands once. What aliases stand for is
 * bounded, so that a short text is not a large document.
 */
public final class Yaml {
    private static final int MOST_ALIASES = 50;
    private static final int MOST_VALUES = 500_000;
    private static final int DEEPEST_LEVEL = 64;
    /** Characters of the longest text. */
    private static final int LONGEST = 3 << 20;

    /** A grid's fields multiply in the order in which they were written. */
    private static final JsonMapper IN_ORDER = Json.MAPPER
            .rebuild()
            .disable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Yaml() {}

    /**
     * Reads one document.
     *
     * @param source what the text is, for messages
     * @throws IllegalArgumentException if it is not one document of YAML; the message names what is wrong and where
     */
    public static JsonNode read(String text, String source) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    source + " has " + text.length() + " characters; expected at most " + LONGEST);
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source)
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(MOST_ALIASES)
                .setCodePointLimit(LONGEST)
                .build();
        List<Object> documents = new ArrayList<>();
        try {
            new Load(settings).loadAllFromString(text).forEach(documents::add);
            if (documents.size() == 1 && documents.getFirst() != null) {
                requireBounded(documents.getFirst(), source);
                requireWholeCharacters(documents.getFirst(), "", source);
                return IN_ORDER.valueToTree(documents.getFirst());
            }
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(source + " is neither YAML nor JSON: " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw tooDeep(source);
        }
        throw new IllegalArgumentException(
                source + " contains " + documents.size() + " documents; expected one, a job or a study");
    }

    private static void requireBounded(Object document, String source) {
        if (count(document, 0, source) > MOST_VALUES) {
            throw new IllegalArgumentException(
                    source + " has too many values after its aliases are replaced; expected at most " + MOST_VALUES);
        }
    }

    /** Values of a document, or more than there may be. */
    private static int count(Object value, int level, String source) {
        boolean isContainer = value instanceof Map || value instanceof Iterable;
        if (isContainer && level >= DEEPEST_LEVEL) {
            throw tooDeep(source);
        }
        Iterable<?> children = switch (value) {
            case Map<?, ?> map -> map.values();
            case Iterable<?> list -> list;
            case null, default -> List.of();
        };
        int count = 1;
        for (Object child : children) {
            count += count(child, level + 1, source);
            if (count > MOST_VALUES) {
                return count;
            }
        }
        return count;
    }

    /** A half of a surrogate pair has no UTF-8: it would be sent as a question mark. */
    private static void requireWholeCharacters(@Nullable Object value, String field, String source) {
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((key, member) -> {
                    requireWholeCharacters(key, field, source);
                    requireWholeCharacters(member, field.isEmpty() ? String.valueOf(key) : field + "." + key, source);
                });
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    requireWholeCharacters(list.get(i), field + "[" + i + "]", source);
                }
            }
            case String text -> {
                OptionalInt half = text.codePoints()
                        .filter(each -> Character.getType(each) == Character.SURROGATE)
                        .findFirst();
                if (half.isPresent()) {
                    throw new IllegalArgumentException(
                            source + " has \\u%04x, half of a surrogate pair".formatted(half.getAsInt())
                                    + (field.isEmpty() ? "" : ", in " + field) + "; expected whole characters");
                }
            }
            case null, default -> {}
        }
    }

    private static IllegalArgumentException tooDeep(String source) {
        return new IllegalArgumentException(
                source + " is nested too deeply; expected at most " + DEEPEST_LEVEL + " levels");
    }
}
