package dev.atelier.contracts.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is missing in a message. JSON may leave out anything; a value that its type promises and that is not there
 * would only be noticed later, where the message is used or stored with others.
 */
public final class Completeness {
    private Completeness() {}

    /** Path of the first component that should have a value and has none. */
    public static Optional<String> missing(Record message) {
        return missing(message, "").findFirst();
    }

    private static Stream<String> missing(Record value, String path) {
        return Arrays.stream(value.getClass().getRecordComponents()).flatMap(component -> {
            String name = path + component.getName();
            Object found = read(component, value);
            return found == null
                    ? component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                            ? Stream.empty()
                            : Stream.of(name)
                    : within(found, name);
        });
    }

    private static Stream<String> within(Object present, String name) {
        return switch (present) {
            case Record nested -> missing(nested, name + ".");
            case JsonNode any -> Stream.empty();
            case Map<?, ?> map -> map.values().stream().flatMap(value -> element(value, name + "{}"));
            case Collection<?> list -> list.stream().flatMap(element -> element(element, name + "[]"));
            default -> Stream.empty();
        };
    }

    private static Stream<String> element(@Nullable Object element, String name) {
        return element == null ? Stream.of(name) : within(element, name);
    }

    private static @Nullable Object read(RecordComponent component, Record value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("component " + component + " cannot be read", e);
        }
    }
}
