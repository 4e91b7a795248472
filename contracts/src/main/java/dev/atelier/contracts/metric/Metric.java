package dev.atelier.contracts.metric;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A metric by its name, the split and the figure: {@code validation.accuracy}. In JSON it is that name. A name that this
 * version does not know can be read, as an event of a newer version may have it; it has no figure, and itself for a title.
 */
public record Metric(@JsonValue String name) {
    private static final Map<String, Metric.Parts> KNOWN = Stream.of(Split.values())
            .flatMap(split -> split.figures().stream().map(figure -> new Parts(split, figure)))
            .collect(Collectors.toUnmodifiableMap(parts -> name(parts.split(), parts.figure()), Function.identity()));

    /** What chooses the best epoch and the best variant where nobody chose otherwise. */
    public static final Metric VALIDATION_ACCURACY = of(Split.VALIDATION, Figure.ACCURACY);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Metric {}

    public static Metric of(Split split, Figure figure) {
        return new Metric(name(split, figure));
    }

    /** All that is known of a split. */
    public static List<Metric> of(Split split) {
        return split.figures().stream().map(figure -> of(split, figure)).toList();
    }

    /** All that are known. */
    public static List<Metric> all() {
        return Stream.of(Split.values()).flatMap(split -> of(split).stream()).toList();
    }

    /** What a job or a study can go by: all metrics but those of test images, by which nothing is ever chosen. */
    public static List<Metric> ofEpochs() {
        return Stream.of(Split.VALIDATION, Split.TRAIN)
                .flatMap(split -> of(split).stream())
                .toList();
    }

    /** Empty where this version does not know the metric, like {@link #unit()} and {@link #direction()}. */
    public Optional<Figure> figure() {
        return parts().map(Parts::figure);
    }

    /** Empty where this version does not know the metric. */
    public Optional<Split> split() {
        return parts().map(Parts::split);
    }

    /** {@code validation accuracy}, {@code training loss}. */
    public String title() {
        return parts().map(parts -> parts.split().title() + " " + parts.figure().title())
                .orElse(name);
    }

    public Optional<Unit> unit() {
        return figure().map(Figure::unit);
    }

    /** Whether more or less of it is better. */
    public Optional<Direction> direction() {
        return figure().map(Figure::direction);
    }

    @Override
    public String toString() {
        return name;
    }

    private Optional<Parts> parts() {
        return Optional.ofNullable(KNOWN.get(name));
    }

    private static String name(Split split, Figure figure) {
        return split.splitName() + "." + figure.figureName();
    }

    private record Parts(Split split, Figure figure) {}
}
