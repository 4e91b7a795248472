package dev.atelier.search.space;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.check.FieldNames;
import dev.atelier.contracts.schema.Violations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a space as a person writes it:
 *
 * <pre>{@code
 * {uniform: [a, b]}   numbers from a to b
 * {log: [a, b]}       the same, uniform in the logarithm
 * {int: [a, b]}       whole numbers from a to b
 * {logInt: [a, b]}    the same, uniform in the logarithm
 * {choice: [x, y]}    one of these values, which may be any JSON
 * }</pre>
 *
 * Beside a range, {@code points: n} leaves n of its numbers, at equal distances in the range's own scale with both bounds among
 * them; a grid needs it for a range that cannot be counted. Beside any of them, {@code when} has the conditions.
 */
final class SpaceReader {
    private static final String CHOICE = "choice";
    private static final String POINTS = "points";
    private static final String WHEN = "when";
    private static final Set<String> RANGES = Set.of("uniform", "log", "int", "logInt");
    private static final String KINDS = "one of uniform, log, int, logInt and choice";
    private static final int MOST_POINTS = 1000;
    private static final int MOST_VALUES = 1000;
    private static final int MOST_PARAMETERS = 100;
    private static final double GREATEST_WHOLE = 1L << 53;

    private final String place;
    private final Violations violations = new Violations(Deadline.none());
    private final Map<String, Domain> domains = new LinkedHashMap<>();

    /** @param place of the space within the document, such as {@code search.space} */
    SpaceReader(String place) {
        this.place = place;
    }

    Checked<SearchSpace> read(JsonNode space) {
        if (!space.isObject() || space.isEmpty() || space.size() > MOST_PARAMETERS) {
            violations.report(
                    place,
                    space,
                    () -> "an object with 1 to " + MOST_PARAMETERS
                            + " paths of a job, such as {\"training.optimizer.learningRate\": {\"log\": [1e-4, 1e-1]}}");
            return new Checked.Invalid<>(violations.all());
        }
        space.properties()
                .forEach(member -> readDomain(member.getKey(), member.getValue())
                        .ifPresent(domain -> domains.put(member.getKey(), domain)));
        List<SearchParameter> parameters = new ArrayList<>();
        domains.forEach((path, domain) -> parameters.add(new SearchParameter(
                path, domain, conditions(path, space.get(path).path(WHEN)))));
        checkOverlaps(space);
        if (violations.isEmpty()) {
            try {
                return new Checked.Valid<>(SearchSpace.of(parameters));
            } catch (IllegalArgumentException cycle) {
                violations.report(place, space, () -> "conditions of which none leads back to its own parameter");
            }
        }
        return new Checked.Invalid<>(violations.all());
    }

    private Optional<Domain> readDomain(String path, JsonNode written) {
        if (path.isEmpty() || Stream.of(path.split("\\.", -1)).anyMatch(String::isBlank)) {
            violations.report(place, "\"" + path + "\"", () -> "paths of a job's fields, such as training.batchSize");
        }
        String at = place + "." + path;
        List<String> kinds = written.propertyStream()
                .map(Map.Entry::getKey)
                .filter(name -> RANGES.contains(name) || name.equals(CHOICE))
                .toList();
        if (!written.isObject() || kinds.size() != 1) {
            violations.report(at, written, () -> "an object with " + KINDS + suggestion(written));
            return Optional.empty();
        }
        String kind = kinds.getFirst();
        written.propertyStream().map(Map.Entry::getKey).forEach(name -> {
            boolean isKnown = name.equals(kind) || name.equals(WHEN) || (name.equals(POINTS) && RANGES.contains(kind));
            if (!isKnown) {
                violations.report(at + "." + name, written.get(name), () -> "no such member beside " + kind);
            }
        });
        return kind.equals(CHOICE)
                ? choice(at + "." + CHOICE, written.get(CHOICE))
                : range(at, kind, written.get(kind), written.path(POINTS));
    }

    private static String suggestion(JsonNode written) {
        return written.propertyStream()
                .map(member -> FieldNames.nearest(
                        member.getKey(),
                        Stream.concat(RANGES.stream(), Stream.of(CHOICE))
                                .sorted()
                                .toList()))
                .flatMap(Optional::stream)
                .findFirst()
                .map(name -> "; perhaps " + name)
                .orElse("");
    }

    private Optional<Domain> choice(String at, JsonNode values) {
        if (!values.isArray() || values.isEmpty() || values.size() > MOST_VALUES) {
            violations.report(at, values, () -> "a list of 1 to " + MOST_VALUES + " values");
            return Optional.empty();
        }
        List<JsonNode> distinct = new ArrayList<>();
        for (JsonNode value : values) {
            if (distinct.stream().anyMatch(each -> ValueList.areEqual(each, value))) {
                violations.report(at, value, () -> "no value twice");
                return Optional.empty();
            }
            distinct.add(value);
        }
        return Optional.of(new ValueList(distinct));
    }

    private Optional<Domain> range(String at, String kind, JsonNode bounds, JsonNode points) {
        boolean isLogarithmic = kind.startsWith("log");
        boolean isWhole = kind.toLowerCase(Locale.ROOT).endsWith("int");
        boolean isSound = bounds.isArray()
                && bounds.size() == 2
                && isBound(bounds.get(0), isWhole)
                && isBound(bounds.get(1), isWhole)
                && bounds.get(0).doubleValue() <= bounds.get(1).doubleValue()
                && !(isLogarithmic && bounds.get(0).doubleValue() <= 0);
        if (!isSound) {
            violations.report(
                    at + "." + kind,
                    bounds,
                    () -> "two " + (isWhole ? "whole " : "") + "numbers, the smaller first"
                            + (isLogarithmic ? ", both greater than 0" : ""));
            return Optional.empty();
        }
        if (!points.isMissingNode()
                && !(points.canConvertToInt() && points.isIntegralNumber() && isPoints(points.intValue()))) {
            violations.report(at + "." + POINTS, points, () -> "a whole number from 2 to " + MOST_POINTS);
            return Optional.empty();
        }
        if (bounds.get(0).doubleValue() == bounds.get(1).doubleValue()) {
            return Optional.of(new ValueList(List.of(bounds.get(0))));
        }
        NumberRange range =
                new NumberRange(bounds.get(0).doubleValue(), bounds.get(1).doubleValue(), isLogarithmic, isWhole);
        return Optional.of(points.isMissingNode() ? range : range.points(points.intValue()));
    }

    private static boolean isPoints(int count) {
        return count >= 2 && count <= MOST_POINTS;
    }

    private static boolean isBound(JsonNode bound, boolean isWhole) {
        return bound.isNumber()
                && Double.isFinite(bound.doubleValue())
                && (!isWhole || (bound.isIntegralNumber() && Math.abs(bound.doubleValue()) <= GREATEST_WHOLE));
    }

    private List<SearchParameter.Condition> conditions(String path, JsonNode when) {
        List<SearchParameter.Condition> conditions = new ArrayList<>();
        if (when.isMissingNode()) {
            return conditions;
        }
        String at = place + "." + path + "." + WHEN;
        if (!when.isObject() || when.isEmpty()) {
            violations.report(at, when, () -> "an object of paths of this space with the values that they must have");
            return conditions;
        }
        when.properties().forEach(member -> {
            if (domains.get(member.getKey()) instanceof ValueList list
                    && !member.getKey().equals(path)) {
                accepted(list, member.getValue())
                        .ifPresentOrElse(
                                values -> conditions.add(new SearchParameter.Condition(member.getKey(), values)),
                                () -> violations.report(
                                        at + "." + member.getKey(),
                                        member.getValue(),
                                        () -> "one of " + list + ", or a list of some of them"));
            } else {
                violations.report(
                        at, "\"" + member.getKey() + "\"", () -> "paths of this space that have a choice or points");
            }
        });
        return conditions;
    }

    /** A value of the list alone; otherwise a list of its values. */
    private static Optional<List<JsonNode>> accepted(ValueList list, JsonNode written) {
        if (list.contains(written)) {
            return Optional.of(List.of(written));
        }
        return written.isArray() && !written.isEmpty() && written.valueStream().allMatch(list::contains)
                ? Optional.of(written.valueStream().toList())
                : Optional.empty();
    }

    /** A field and a part of it cannot both be set. */
    private void checkOverlaps(JsonNode space) {
        List<String> paths = space.propertyStream().map(Map.Entry::getKey).toList();
        for (String path : paths) {
            paths.stream()
                    .filter(other -> other.startsWith(path + "."))
                    .forEach(other -> violations.report(
                            place + "." + other, space.get(other), () -> "no path within another, as in " + path));
        }
    }
}
