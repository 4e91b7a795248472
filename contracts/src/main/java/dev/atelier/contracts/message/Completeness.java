package dev.atelier.contracts.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is missing in a message. JSON may leave out anything; a value that its type promises and that is not there
 * would only be noticed later, where the message is used or stored with others.
 */
public final class Completeness {
    private static final ClassValue<List<Component>> COMPONENTS = new ClassValue<>() {
        @Override
        protected List<Component> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .filter(component -> !component.getType().isPrimitive())
                    .map(Component::of)
                    .toList();
        }
    };

    private Completeness() {}

    /** Path of the first component that should have a value and has none. */
    public static Optional<String> missing(Record message) {
        return Optional.ofNullable(firstMissing(message));
    }

    private static @Nullable String firstMissing(Record value) {
        for (Component component : COMPONENTS.get(value.getClass())) {
            Object found = component.read(value);
            String below = found == null ? component.isOptional() ? null : "" : firstMissingWithin(found);
            if (below != null) {
                return component.name() + below;
            }
        }
        return null;
    }

    /** What follows the name of a value that is there: a path, beginning with its separator. */
    private static @Nullable String firstMissingWithin(Object present) {
        return switch (present) {
            case Record nested -> {
                String below = firstMissing(nested);
                yield below == null ? null : "." + below;
            }
            case JsonNode any -> null;
            case Map<?, ?> map -> firstMissingOf(map.values(), "{}");
            case Collection<?> list -> firstMissingOf(list, "[]");
            default -> null;
        };
    }

    private static @Nullable String firstMissingOf(Collection<?> elements, String marker) {
        for (Object element : elements) {
            String below = element == null ? "" : firstMissingWithin(element);
            if (below != null) {
                return marker + below;
            }
        }
        return null;
    }

    /** @param isOptional whether it may be null */
    private record Component(String name, Function<Object, Object> accessor, boolean isOptional) {
        static Component of(RecordComponent component) {
            return new Component(
                    component.getName(),
                    accessor(component),
                    component.getAnnotatedType().isAnnotationPresent(Nullable.class));
        }

        @Nullable Object read(Record value) {
            return accessor.apply(value);
        }

        @SuppressWarnings("unchecked")
        private static Function<Object, Object> accessor(RecordComponent component) {
            try {
                MethodHandle accessor = MethodHandles.publicLookup().unreflect(component.getAccessor());
                return MethodHandleProxies.asInterfaceInstance(Function.class, accessor);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(component + " cannot be read", e);
            }
        }
    }
}
