package dev.atelier.contracts.study;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.job.Metric;
import dev.atelier.contracts.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
        List<Study> include) {

    public Study(
            String study,
            @Nullable String description,
            @Nullable Objective objective,
            @Nullable ObjectNode base,
            @Nullable String baseline,
            @Nullable List<Variant> variants,
            @Nullable Map<String, List<JsonNode>> grid,
            @Nullable List<Long> seeds,
            @Nullable List<Study> include) {
        this.study = study;
        this.description = Objects.requireNonNullElse(description, "");
        this.objective = Objects.requireNonNullElse(objective, Objective.DEFAULT);
        this.base = base == null ? JsonNodeFactory.instance.objectNode() : base;
        this.baseline = baseline;
        this.variants = variants == null ? List.of() : List.copyOf(variants);
        this.grid = grid == null ? Map.of() : new LinkedHashMap<>(grid);
        this.seeds = seeds == null ? List.of() : List.copyOf(seeds);
        this.include = include == null ? List.of() : List.copyOf(include);
    }

    /**
     * The id of a study: its name and a digest of its jobs, so that asking for the same jobs again is the same study.
     *
     * @param jobs ids of all its jobs, in its order
     */
    public static String id(String name, List<String> jobs) {
        return name + "-" + Json.sha256(Json.bytes(jobs)).substring(0, 8);
    }

    /** What variants are chosen by. */
    public record Objective(Metric metric, Goal direction) {
        static final Objective DEFAULT = new Objective(Metric.VALIDATION_ACCURACY, Goal.MAXIMIZE);
    }

    /** Whether more or less of the objective is better. */
    public enum Goal {
        MAXIMIZE,
        MINIMIZE;

        @JsonValue
        public String jsonName() {
            return name().toLowerCase(Locale.ROOT);
        }
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
     * Published figures in percent: a reproduction's mean over seeds lies between the least and the greatest of them, give
     * or take the tolerance.
     */
    public record Published(String metric, List<Double> values, double tolerance) {
        public Published {
            values = List.copyOf(values);
        }
    }
}
