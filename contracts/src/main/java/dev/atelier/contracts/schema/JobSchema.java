package dev.atelier.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Deadline;
import dev.atelier.contracts.check.FieldNames;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.family.FamilyDescriptor;
import dev.atelier.contracts.job.DataSpec.ValidationSplit;
import dev.atelier.contracts.job.ForkedJob;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.JobCheck;
import dev.atelier.contracts.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/** Turns a job as a person writes it into the resolved job that runs, or into all that is wrong with it. */
public final class JobSchema {
    private static final List<String> INSTEAD_OF_EQUALS = List.of(":", "-", "_", ".");

    private static Optional<JobSchema> known = Optional.empty();

    private final List<FamilyDescriptor> families;
    private final SchemaDocument document;

    /**
     * The schema of jobs of these families.
     *
     * @throws IllegalArgumentException if a descriptor's definitions cannot be used
     */
    JobSchema(List<FamilyDescriptor> families) {
        this.families = families;
        this.document = new SchemaDocument(JobDocument.of(SchemaDocument.read("job"), families));
        for (FamilyDescriptor family : families) {
            ObjectNode least = JsonNodeFactory.instance.objectNode().put("family", family.name());
            requireKnownFields(family, new DescribedFields(document).ofExtensions(least));
            Violations violations = new Violations(Deadline.none());
            resolveJob(least, violations);
            if (!violations.isEmpty()) {
                throw new IllegalArgumentException("the descriptor of " + family.name()
                        + " has a default that is not allowed: "
                        + violations.all().getFirst().sentence());
            }
        }
    }

    private static void requireKnownFields(FamilyDescriptor family, List<String> known) {
        Stream.of(
                        family.equalLengths().stream().flatMap(List::stream),
                        family.withoutInfluence().keySet().stream(),
                        family.withinImage().keySet().stream(),
                        family.withinImage().values().stream(),
                        family.changeableInForks().keySet().stream(),
                        DependentFields.references(family.definitions()))
                .flatMap(fields -> fields)
                .filter(field -> !known.contains(field))
                .findFirst()
                .ifPresent(field -> {
                    throw new IllegalArgumentException("the descriptor of " + family.name() + " names the field \""
                            + field + "\"; expected one that its jobs have: " + String.join(", ", known));
                });
    }

    /** That of all families that are known. */
    private static synchronized JobSchema ofAll() {
        if (known.isEmpty()) {
            known = Optional.of(new JobSchema(Families.all()));
        }
        return known.orElseThrow();
    }

    /** The JSON Schema itself, for people and tools. */
    public static JsonNode document() {
        return ofAll().document.root().deepCopy();
    }

    /** The seed of a job that names none. */
    public static long defaultSeed() {
        return SchemaDocument.read("job")
                .at("/$defs/job/properties/seed/default")
                .longValue();
    }

    /**
     * Fills in every default and checks every field; leaves the given tree as it is. What follows from the size of the dataset
     * is as for one of which nothing is known.
     */
    public static Checked<Job> resolve(JsonNode written) {
        Violations violations = new Violations(Deadline.none());
        return checked(resolve(written, violations, dataset -> OptionalInt.empty()), violations);
    }

    /**
     * Resolves a job that an earlier version accepted, as {@link #current} leaves it. Fields that were not determined or bounded
     * then need not be now.
     */
    public static Checked<Job> resolveRecorded(JsonNode current) {
        Violations violations = new Violations(Deadline.none());
        return checked(ofAll().resolveJob(current, violations, dataset -> OptionalInt.empty(), false), violations);
    }

    private static Checked<Job> checked(Optional<Job> job, Violations violations) {
        return job.<Checked<Job>>map(Checked.Valid::new).orElseGet(() -> new Checked.Invalid<>(violations.all()));
    }

    /**
     * Like {@link #resolve(JsonNode)}, with the mistakes added to the violations; empty where there are any.
     *
     * @param trainingImages number of training images of a dataset, where it is known
     */
    public static Optional<Job> resolve(
            JsonNode written, Violations violations, Function<String, OptionalInt> trainingImages) {
        return ofAll().resolveJob(written, violations, trainingImages, true);
    }

    /** Like {@link #resolve(JsonNode, Violations, Function)}; a forked job takes what it does not write from the other job. */
    public static Optional<Job> resolveWith(JsonNode written, Violations violations, JobCheck jobs) {
        return ofAll().resolveFork(written, violations, jobs);
    }

    private Optional<Job> resolveFork(JsonNode written, Violations violations, JobCheck jobs) {
        Optional<Checked<JobCheck.Parent>> found = ForkedJob.parent(written, jobs);
        if (found.isEmpty()) {
            return resolveJob(written, violations, jobs::trainingImages, true);
        }
        return switch (found.get()) {
            case Checked.Invalid<JobCheck.Parent>(List<Violation> wrong) -> {
                wrong.forEach(violations::report);
                yield Optional.empty();
            }
            case Checked.Valid<JobCheck.Parent>(JobCheck.Parent parent) -> {
                ObjectNode whole = ForkedJob.inherit(parent.job(), (ObjectNode) written, this::currentJob);
                Optional<Job> job = resolveJob(whole, violations, jobs::trainingImages, true);
                List<Violation> wrong = job.map(resolved -> ForkedJob.violations(resolved, parent))
                        .orElse(List.of());
                wrong.forEach(violations::report);
                yield wrong.isEmpty() ? job : Optional.empty();
            }
        };
    }

    Optional<Job> resolveJob(JsonNode written, Violations violations) {
        return resolveJob(written, violations, dataset -> OptionalInt.empty(), true);
    }

    private Optional<Job> resolveJob(
            JsonNode written, Violations violations, Function<String, OptionalInt> trainingImages, boolean isNew) {
        if (!(written instanceof ObjectNode object)) {
            document.check(written, violations);
            return Optional.empty();
        }
        ObjectNode whole = document.withDefaults(object);
        splitByDefault(whole, trainingImages);
        document.check(whole, violations);
        checkLengths(whole, violations);
        if (!violations.isEmpty()) {
            return Optional.empty();
        }
        Effects effects = new Effects(document, whole);
        effects.report(object, violations);
        effects.remove(whole);
        if (isNew) {
            new DependentFields(document, whole, violations).resolve();
        }
        return violations.isEmpty()
                ? Optional.of(Json.MAPPER.convertValue(new NumberSpelling(document).of(whole), Job.class))
                : Optional.empty();
    }

    /**
     * A job that was resolved by an earlier version, as this version would have resolved it: without the fields that have no
     * effect, and without those that are not known. The name of a tag, which could contain '=' then, ends before it, as
     * {@code name=value} reads. Where there is a tag of that name, or the tag is not valid, its name has another character in the
     * place of '='. What is wrong besides stays.
     */
    public static JsonNode current(JsonNode recorded) {
        return recorded instanceof ObjectNode object ? ofAll().currentJob(object) : recorded;
    }

    private ObjectNode currentJob(ObjectNode recorded) {
        ObjectNode known = new DescribedFields(document).retainIn(recorded);
        if (known.get("tags") instanceof ObjectNode tags) {
            known.set("tags", currentTags(tags));
        }
        new Effects(document, document.withDefaults(known)).remove(known);
        return known;
    }

    private ObjectNode currentTags(ObjectNode recorded) {
        ObjectNode tags = recorded.deepCopy();
        recorded.properties().stream()
                .filter(tag -> tag.getKey().contains("="))
                .sorted(Map.Entry.comparingByKey())
                .forEach(tag -> {
                    String name = tag.getKey();
                    String start = name.substring(0, name.indexOf('='));
                    JsonNode value = tags.textNode(name.substring(start.length() + 1) + "="
                            + tag.getValue().asText());
                    tags.remove(name);
                    if (!tags.has(start) && isTag(start, value)) {
                        tags.set(start, value);
                    } else {
                        INSTEAD_OF_EQUALS.stream()
                                .map(character -> name.replace("=", character))
                                .filter(other -> !tags.has(other))
                                .findFirst()
                                .ifPresent(other -> tags.set(other, tag.getValue()));
                    }
                });
        return tags;
    }

    private boolean isTag(String name, JsonNode value) {
        ObjectNode job = JsonNodeFactory.instance
                .objectNode()
                .put("family", families.getFirst().name());
        job.putObject("tags").set(name, value);
        Violations violations = new Violations(Deadline.none());
        document.check(document.withDefaults(job), violations);
        return violations.isEmpty();
    }

    /** How many images are held back for validation follows from the dataset, where the job does not decide it. */
    private static void splitByDefault(ObjectNode whole, Function<String, OptionalInt> trainingImages) {
        if (whole.path("data").path("split") instanceof ObjectNode split && !split.has("validation")) {
            OptionalInt images =
                    trainingImages.apply(whole.path("data").path("dataset").asText());
            split.put("validation", ValidationSplit.defaultOf(images));
        }
    }

    /** What no single field shows: lists that have an item each for the same things. */
    private void checkLengths(JsonNode job, Violations violations) {
        Family family = new Family(job.path("family").asText());
        families.stream()
                .filter(known -> known.family().equals(family))
                .flatMap(known -> known.equalLengths().stream())
                .forEach(fields -> {
                    JsonNode first = at(job, fields.getFirst());
                    for (String field : fields) {
                        JsonNode list = at(job, field);
                        if (first.isArray() && list.isArray() && first.size() != list.size()) {
                            violations.report(
                                    field,
                                    list,
                                    () -> "one number for each of the " + first.size() + " "
                                            + FieldNames.leaf(fields.getFirst()));
                        }
                    }
                });
    }

    private static JsonNode at(JsonNode job, String path) {
        JsonNode node = job;
        for (String name : path.split("\\.")) {
            node = node.path(name);
        }
        return node;
    }
}
