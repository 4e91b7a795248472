package dev.atelier.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.study.Study;
import java.util.List;

/** Turns a study as a person writes it into a {@link Study}, or into all that is wrong with its own fields. */
public final class StudySchema {
    private static final SchemaDocument DOCUMENT = SchemaDocument.load("study");

    private StudySchema() {}

    /** The JSON Schema itself, for people and tools. */
    public static JsonNode document() {
        return DOCUMENT.root().deepCopy();
    }

    /** Whether a document means to be a study rather than a single job. */
    public static boolean isStudy(JsonNode written) {
        return List.of("study", "variants", "grid", "seeds", "include", "base").stream()
                .anyMatch(written::has);
    }

    /** Checks the study's own fields; the jobs that come of it are checked when it is expanded. */
    public static Checked<Study> read(JsonNode written) {
        JsonNode whole = written.deepCopy();
        if (whole instanceof ObjectNode object) {
            DOCUMENT.fillDefaults(object);
        }
        List<Violation> violations = DOCUMENT.violations(whole);
        return violations.isEmpty()
                ? new Checked.Valid<>(Json.MAPPER.convertValue(whole, Study.class))
                : new Checked.Invalid<>(violations);
    }
}
