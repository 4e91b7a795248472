package dev.atelier.access;

import dev.atelier.contracts.check.FieldNames;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses query parameters that a resource does not declare, parameters that are given more often than it takes them, and
 * values that are not of the declared type, all of which would otherwise be ignored.
 */
@Singleton
public final class QueryParameters {
    private static final int LONGEST_SHOWN = 100;
    private static final List<String> BOOLEANS = List.of("true", "false");

    private final Map<Method, Map<String, Class<?>>> declared = new ConcurrentHashMap<>();

    @ServerRequestFilter
    @Nullable Response check(ContainerRequestContext request, ResourceInfo resource) {
        Map<String, List<String>> given = request.getUriInfo().getQueryParameters();
        if (given.isEmpty() || resource.getResourceMethod() == null) {
            return null;
        }
        Map<String, Class<?>> known = declared.computeIfAbsent(resource.getResourceMethod(), QueryParameters::of);
        return given.entrySet().stream()
                .flatMap(parameter -> fault(parameter.getKey(), parameter.getValue(), known).stream())
                .findFirst()
                .map(reason -> Refusal.response(400, reason))
                .orElse(null);
    }

    /** The query parameters that a resource method declares, by name with their types, in the order of their names. */
    public static Map<String, Class<?>> of(Method method) {
        Map<String, Class<?>> known = new TreeMap<>();
        for (Parameter parameter : method.getParameters()) {
            add(parameter, parameter.getType(), known);
        }
        return known;
    }

    private static void add(AnnotatedElement element, Class<?> type, Map<String, Class<?>> known) {
        if (element.getAnnotation(QueryParam.class) instanceof QueryParam query) {
            known.put(query.value(), type);
        } else if (element.isAnnotationPresent(BeanParam.class)) {
            for (Field field : type.getDeclaredFields()) {
                add(field, field.getType(), known);
            }
        }
    }

    private static Optional<String> fault(String name, List<String> values, Map<String, Class<?>> known) {
        if (!known.containsKey(name)) {
            return Optional.of("There is no query parameter '" + shown(name) + "' here; "
                    + FieldNames.nearest(name, known.keySet())
                            .map(right -> "did you mean '" + right + "'?")
                            .orElse(
                                    known.isEmpty()
                                            ? "expected none"
                                            : "expected " + String.join(", ", known.keySet())));
        }
        Class<?> type = known.get(name);
        if (values.size() > 1 && !Collection.class.isAssignableFrom(type)) {
            return Optional.of(name + " is given " + values.size() + " times; expected once");
        }
        boolean isBoolean = type == boolean.class || type == Boolean.class;
        return isBoolean
                ? values.stream()
                        .filter(value -> !BOOLEANS.contains(value))
                        .findFirst()
                        .map(value -> name + " is '" + shown(value) + "'; expected true or false")
                : Optional.empty();
    }

    private static String shown(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }
}
