package dev.atelier.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import java.util.Optional;

/** Turns a job as a person writes it into the resolved job that runs, or into all that is wrong with it. */
public final class JobSchema {
    private static final SchemaDocument DOCUMENT = SchemaDocument.load("job");

    private JobSchema() {}

    /** The JSON Schema itself, for people and tools. */
    public static JsonNode document() {
        return DOCUMENT.root().deepCopy();
    }

    /** Fills in every default and checks every field; leaves the given tree as it is. */
    public static Checked<Job> resolve(JsonNode written) {
        Violations violations = new Violations(Deadline.none());
        return resolve(written, violations)
                .<Checked<Job>>map(Checked.Valid::new)
                .orElseGet(() -> new Checked.Invalid<>(violations.all()));
    }

    /** Likewise; nothing where anything is wrong, which is then among the violations. */
    public static Optional<Job> resolve(JsonNode written, Violations violations) {
        JsonNode whole = written instanceof ObjectNode object ? DOCUMENT.withDefaults(object) : written;
        DOCUMENT.check(whole, violations);
        checkStages(whole.path("model"), violations);
        return violations.isEmpty() ? Optional.of(Json.MAPPER.convertValue(whole, Job.class)) : Optional.empty();
    }

    /** What no single field shows: a residual network has one number of blocks for each width. */
    private static void checkStages(JsonNode model, Violations violations) {
        JsonNode widths = model.path("widths");
        JsonNode blocks = model.path("blocks");
        if (model.path("kind").asText().equals("resnet")
                && widths.isArray()
                && blocks.isArray()
                && widths.size() != blocks.size()) {
            violations.report("model.blocks", blocks, () -> "one number for each of the " + widths.size() + " widths");
        }
    }
}
