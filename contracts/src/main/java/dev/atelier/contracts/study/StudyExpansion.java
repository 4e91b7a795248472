package dev.atelier.contracts.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.schema.Checked;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.contracts.schema.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The pure expansion of a study into its jobs: variants × grid × seeds, then the included studies. */
public final class StudyExpansion {
    /** More jobs than this in one submission are rejected. */
    public static final int MAX_JOBS = 1000;

    private static final int NAME_LENGTH = 200;
    private static final int NAMES_TOLD = 12;

    private final Function<Job, List<Violation>> check;
    private final List<Member> members = new ArrayList<>();
    private final Set<Violation> violations = new LinkedHashSet<>();

    private StudyExpansion(Function<Job, List<Violation>> check) {
        this.check = check;
    }

    /**
     * One job of a study.
     *
     * @param experiment name of the study that declares it
     * @param variant name of its variant, with the grid's values
     */
    public record Member(String experiment, String variant, Job job) {}

    /** All jobs in the study's order, or all that is wrong with them, by the field of the study that says so. */
    public static Checked<List<Member>> expand(Study study) {
        return expand(study, job -> List.of());
    }

    /**
     * Likewise.
     *
     * @param check finds what is wrong with a job beyond its schema, by the job's fields
     */
    public static Checked<List<Member>> expand(Study study, Function<Job, List<Violation>> check) {
        long jobs = count(study);
        if (jobs > MAX_JOBS) {
            return new Checked.Invalid<>(List.of(
                    new Violation("", jobs + " jobs", "a study of at most " + MAX_JOBS + " jobs, or several studies")));
        }
        StudyExpansion expansion = new StudyExpansion(check);
        expansion.add(study, "");
        if (expansion.violations.isEmpty()) {
            return new Checked.Valid<>(List.copyOf(expansion.members));
        }
        return new Checked.Invalid<>(List.copyOf(expansion.violations));
    }

    private static long count(Study study) {
        long own = isContainer(study)
                ? 0
                : (long) Math.max(1, study.variants().size())
                        * Math.max(1, study.seeds().size());
        for (List<JsonNode> values : study.grid().values()) {
            own = Math.min(own * values.size(), Integer.MAX_VALUE);
        }
        return own + study.include().stream().mapToLong(StudyExpansion::count).sum();
    }

    /** A study of studies that has no jobs of its own. */
    private static boolean isContainer(Study study) {
        return !study.include().isEmpty()
                && study.variants().isEmpty()
                && study.grid().isEmpty()
                && study.base().isEmpty();
    }

    private void add(Study study, String prefix) {
        if (!isContainer(study)) {
            addOwn(study, prefix);
        }
        for (int i = 0; i < study.include().size(); i++) {
            add(study.include().get(i), prefix + "include[" + i + "].");
        }
    }

    private void addOwn(Study study, String prefix) {
        checkNames(study, prefix);
        Set<String> named = new LinkedHashSet<>();
        List<Study.Variant> variants =
                study.variants().isEmpty() ? List.of(new Study.Variant("", null, null)) : study.variants();
        for (int i = 0; i < variants.size(); i++) {
            Study.Variant variant = variants.get(i);
            JsonNode patch = variant.patch() == null ? JsonNodeFactory.instance.objectNode() : variant.patch();
            JsonNode patched = MergePatch.apply(study.base(), patch);
            Sources sources = new Sources(prefix, study, patch, prefix + "variants[" + i + "].patch.");
            for (Map<String, JsonNode> point : points(study.grid())) {
                String name = variantName(study, variant, point);
                named.add(name);
                addSeeds(study, name, at(patched, point), sources);
            }
        }
        checkPublished(study, prefix, named);
    }

    private void checkPublished(Study study, String prefix, Set<String> variants) {
        Study.PublishedGrid published = study.published();
        if (published != null) {
            published.values().keySet().stream()
                    .filter(name -> !variants.contains(name))
                    .forEach(name -> violations.add(new Violation(
                            prefix + "published.values",
                            "\"" + name + "\"",
                            "the name of a variant with the grid's values: "
                                    + variants.stream().limit(NAMES_TOLD).collect(Collectors.joining(", "))
                                    + (variants.size() > NAMES_TOLD ? ", …" : ""))));
        }
    }

    private void addSeeds(Study study, String variant, JsonNode request, Sources sources) {
        List<JsonNode> seeds = new ArrayList<>();
        study.seeds().forEach(seed -> seeds.add(LongNode.valueOf(seed)));
        if (seeds.isEmpty()) {
            seeds.add(request.path("seed"));
        }
        for (JsonNode seed : seeds) {
            ObjectNode seeded = request.deepCopy();
            if (!seed.isMissingNode()) {
                seeded.set("seed", seed);
            }
            switch (JobSchema.resolve(seeded)) {
                case Checked.Valid<Job>(Job job) -> {
                    check.apply(job).forEach(each -> violations.add(sources.of(each)));
                    members.add(new Member(
                            study.study(), variant, job.withName(jobName(study.study(), variant, job.seed()))));
                }
                case Checked.Invalid<Job>(List<Violation> wrong) ->
                    wrong.forEach(each -> violations.add(sources.of(each)));
            }
        }
    }

    private void checkNames(Study study, String prefix) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < study.variants().size(); i++) {
            String name = study.variants().get(i).name();
            if (!names.add(name)) {
                violations.add(new Violation(
                        prefix + "variants[" + i + "].name", "\"" + name + "\"", "a name that no other variant has"));
            }
        }
        String baseline = study.baseline();
        if (baseline != null && !names.contains(baseline)) {
            violations.add(new Violation(
                    prefix + "baseline", "\"" + baseline + "\"", "the name of a variant: " + String.join(", ", names)));
        }
    }

    private static JsonNode at(JsonNode request, Map<String, JsonNode> point) {
        JsonNode result = request;
        for (Map.Entry<String, JsonNode> value : point.entrySet()) {
            result = MergePatch.apply(result, MergePatch.set(value.getKey(), value.getValue()));
        }
        return result;
    }

    /** Every combination of the grid's values, the last path varying fastest; one empty one where there is no grid. */
    private static List<Map<String, JsonNode>> points(Map<String, List<JsonNode>> grid) {
        List<Map<String, JsonNode>> points = List.of(Map.of());
        for (Map.Entry<String, List<JsonNode>> axis : grid.entrySet()) {
            List<Map<String, JsonNode>> extended = new ArrayList<>();
            for (Map<String, JsonNode> point : points) {
                for (JsonNode value : axis.getValue()) {
                    Map<String, JsonNode> next = new LinkedHashMap<>(point);
                    next.put(axis.getKey(), value);
                    extended.add(next);
                }
            }
            points = extended;
        }
        return points;
    }

    private static String variantName(Study study, Study.Variant variant, Map<String, JsonNode> point) {
        StringBuilder name = new StringBuilder(variant.name());
        point.forEach((path, value) -> name.append(name.isEmpty() ? "" : " ")
                .append(path.substring(path.lastIndexOf('.') + 1))
                .append('=')
                .append(value.isTextual() ? value.asText() : value.toString()));
        return name.isEmpty() ? study.study() : name.toString();
    }

    private static String jobName(String study, String variant, long seed) {
        String name = (variant.equals(study) ? study : study + "/" + variant) + " seed " + seed;
        return name.length() <= NAME_LENGTH ? name : name.substring(0, NAME_LENGTH);
    }

    /** Where in a study a field of one of its jobs was written. */
    private record Sources(String prefix, Study study, JsonNode patch, String patchPrefix) {
        Violation of(Violation violation) {
            String field = violation.field();
            String source;
            if (field.equals("seed") && !study.seeds().isEmpty()) {
                source = prefix + "seeds";
            } else if (study.grid().containsKey(field)) {
                source = prefix + "grid." + field;
            } else if (stands(patch, field)) {
                source = patchPrefix + field;
            } else {
                source = prefix + "base" + (field.isEmpty() ? "" : "." + field);
            }
            return new Violation(source, violation.value(), violation.expected());
        }

        private static boolean stands(JsonNode tree, String field) {
            JsonNode node = tree;
            for (String name : field.replaceAll("\\[\\d+]", "").split("\\.")) {
                node = node.path(name);
            }
            return !node.isMissingNode();
        }
    }
}
