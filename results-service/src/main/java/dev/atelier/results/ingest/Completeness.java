package dev.atelier.results.ingest;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is missing in an event. JSON may leave out anything; a record whose type promises a value but has none would
 * only be noticed later, when it is stored with others.
 */
final class Completeness {
    private Completeness() {}

    /** Path of the first component that should have a value and has none. */
    static Optional<String> missing(Record event) {
        return missing(event, "").findFirst();
    }

    private static Stream<String> missing(Record value, String path) {
        return Arrays.stream(value.getClass().getRecordComponents()).flatMap(component -> {
            String name = path + component.getName();
            return switch (read(component, value)) {
                case null ->
                    component.getAnnotatedType().isAnnotationPresent(Nullable.class) ? Stream.empty() : Stream.of(name);
                case Record nested -> missing(nested, name + ".");
                case Iterable<?> list -> {
                    Stream.Builder<Record> nested = Stream.builder();
                    list.forEach(element -> {
                        if (element instanceof Record record) {
                            nested.add(record);
                        }
                    });
                    yield nested.build().flatMap(element -> missing(element, name + "[]."));
                }
                case Object present -> Stream.empty();
            };
        });
    }

    private static @Nullable Object read(RecordComponent component, Record value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("component " + component + " cannot be read", e);
        }
    }
}
