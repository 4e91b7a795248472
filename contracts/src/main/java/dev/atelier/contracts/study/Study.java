package dev.atelier.contracts.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.Sha256;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Objective;
import dev.atelier.contracts.schema.StudySchema;
import dev.atelier.contracts.schema.Violations;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Many jobs from one base. Variants, grid and seeds multiply; studies may be made of studies.
 *
 * @param study the study's name
 * @param base a job, perhaps in part
 * @param baseline name of the variant that others are compared with
 * @param variants changes of the base; none is one variant without a change
 * @param grid lists of values by the path of the field that takes them
 * @param seeds none is the base's own seed
 * @param include studies that are part of this one
 * @param published figures that others published for combinations of the grid's values
 * @param search values of fields that are chosen by the results so far, in place of a grid; null where all jobs are known
 *     from the start
 */
public record Study(
        String study,
        String description,
        Objective objective,
        ObjectNode base,
        @Nullable String baseline,
        List<Variant> variants,
        Map<String, List<JsonNode>> grid,
        List<Long> seeds,
        List<Study> include,
        @Nullable PublishedGrid published,
        @Nullable ObjectNode search) {

    public Study(
            String study,
            @Nullable String description,
            @Nullable Objective objective,
            @Nullable ObjectNode base,
            @Nullable String baseline,
            @Nullable List<Variant> variants,
            @Nullable Map<String, List<JsonNode>> grid,
            @Nullable List<Long> seeds,
            @Nullable List<Study> include,
            @Nullable PublishedGrid published,
            @Nullable ObjectNode search) {
        this.study = study;
        this.description = Objects.requireNonNullElse(description, "");
        this.objective = Objects.requireNonNullElse(objective, Objective.DEFAULT);
        this.base = base == null ? JsonNodeFactory.instance.objectNode() : base;
        this.baseline = baseline;
        this.variants = variants == null ? List.of() : List.copyOf(variants);
        this.grid = grid == null ? Map.of() : new LinkedHashMap<>(grid);
        this.seeds = seeds == null ? List.of() : List.copyOf(seeds);
        this.include = include == null ? List.of() : List.copyOf(include);
        this.published = published;
        this.search = search;
    }

    /** Reads a study as a person writes it, or all that is wrong with its own fields. */
    public static Checked<Study> read(JsonNode written) {
        Violations violations = new Violations(Deadline.none());
        return read(written, violations)
                .<Checked<Study>>map(Checked.Valid::new)
                .orElseGet(() -> new Checked.Invalid<>(violations.all()));
    }

    /** The same, with the mistakes added to the violations; empty where there are any. */
    static Optional<Study> read(JsonNode written, Violations violations) {
        return StudySchema.check(written, violations)
                .map(InheritedLabels::inBases)
                .map(whole -> Json.MAPPER.convertValue(whole, Study.class));
    }

    /** This study and all that it includes, at any depth, in their order. */
    public Stream<Study> all() {
        return Stream.concat(Stream.of(this), include.stream().flatMap(Study::all));
    }

    /**
     * What was published for a variant of this study.
     *
     * @param variant its whole name: the grid's values follow the name of the variant in {@link #variants} after a space,
     *     and its figures are those of all its combinations for which there are none of their own
     */
    public Optional<Published> published(String variant) {
        if (published != null && published.values().containsKey(variant)) {
            return Optional.of(published.of(variant));
        }
        return variants.stream()
                .filter(named -> variant.equals(named.name()) || variant.startsWith(named.name() + " "))
                .max(Comparator.comparingInt(named -> named.name().length()))
                .map(Variant::published);
    }

    /**
     * The id of a study: its name and a digest of its jobs, so that requesting the same jobs again is the same study.
     *
     * @param identity ids of all its jobs, in its order; for a search what its jobs follow from
     */
    public static String id(String name, List<?> identity) {
        return name + "-" + Sha256.of(Json.bytes(identity)).substring(0, 8);
    }

    /**
     * A named change of the base.
     *
     * @param patch what changes, by RFC 7396
     * @param published figures that others published for it
     */
    public record Variant(
            String name,
            @Nullable ObjectNode patch,
            @Nullable Published published) {}

    /**
     * Published figures, in percent where the metric is a fraction: a reproduction's mean over seeds lies between the least and the greatest of them, give
     * or take the tolerance.
     */
    public record Published(String metric, List<Double> values, double tolerance) {
        public Published {
            values = List.copyOf(values);
        }
    }

    /**
     * Published figures of a grid.
     *
     * @param values figures, in percent where the metric is a fraction, by the names of the variants they are of, such as {@code learningRate=0.1
     *     batchSize=32}
     */
    public record PublishedGrid(String metric, double tolerance, Map<String, List<Double>> values) {
        public PublishedGrid {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        private Published of(String variant) {
            return new Published(metric, values.getOrDefault(variant, List.of()), tolerance);
        }
    }
}
