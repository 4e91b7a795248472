package dev.atelier.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.ModelSpec;
import dev.atelier.contracts.json.Json;
import java.util.List;

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
        JsonNode whole = written.deepCopy();
        if (whole instanceof ObjectNode object) {
            DOCUMENT.fillDefaults(object);
        }
        List<Violation> violations = DOCUMENT.violations(whole);
        if (!violations.isEmpty()) {
            return new Checked.Invalid<>(violations);
        }
        Job job = Json.MAPPER.convertValue(whole, Job.class);
        List<Violation> contradictions = contradictions(job);
        return contradictions.isEmpty() ? new Checked.Valid<>(job) : new Checked.Invalid<>(contradictions);
    }

    /** What no single field shows. */
    private static List<Violation> contradictions(Job job) {
        return switch (job.model()) {
            case ModelSpec.ResidualCnn resnet
            when resnet.widths().size() != resnet.blocks().size() ->
                List.of(new Violation(
                        "model.blocks",
                        resnet.blocks().toString(),
                        "one number for each of the " + resnet.widths().size() + " widths"));
            default -> List.of();
        };
    }
}
