package dev.atelier.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Deadline;
import java.util.List;
import java.util.Optional;

/** Checks a study as a person writes it, by its schema. */
public final class StudySchema {
    /** Members of a study that its jobs have too, under the same names. */
    public static final List<String> LABELS = List.of("priority", "tags");

    private static final SchemaDocument DOCUMENT = new SchemaDocument(withLabels(SchemaDocument.read("study")));

    private StudySchema() {}

    private static ObjectNode withLabels(ObjectNode study) {
        JsonNode ofJobs = SchemaDocument.read("job").path("$defs");
        for (String label : LABELS) {
            ObjectNode definition = ofJobs.path(label).deepCopy();
            ObjectNode own = (ObjectNode) study.at("/$defs/study/properties/" + label);
            own.setAll((ObjectNode) definition.without("description"));
        }
        return study;
    }

    /** The JSON Schema itself, for people and tools. */
    public static JsonNode document() {
        return DOCUMENT.root().deepCopy();
    }

    /** Whether a document means to be a study rather than a single job. */
    public static boolean isStudy(JsonNode written) {
        return List.of("study", "variants", "grid", "seeds", "include", "base", "search").stream()
                .anyMatch(written::has);
    }

    /**
     * Checks the study's own fields; the jobs that come of it are checked when it is expanded.
     *
     * @return the study with its defaults; nothing where anything is wrong, which is then among the violations
     */
    public static Optional<JsonNode> check(JsonNode written, Violations violations) {
        JsonNode whole = written instanceof ObjectNode object ? DOCUMENT.withDefaults(object) : written;
        DOCUMENT.check(whole, violations);
        Characters.check(written, "", violations);
        return violations.isEmpty() ? Optional.of(whole) : Optional.empty();
    }

    /** Whether a value is what the schema requests of a member of a study, such as {@code seeds}. */
    public static boolean isSound(String member, JsonNode value) {
        Violations violations = new Violations(Deadline.none());
        JsonNode study = DOCUMENT.dereference(DOCUMENT.root());
        new SchemaCheck(DOCUMENT, value, violations)
                .check(study.path("properties").path(member), value, member);
        return violations.isEmpty();
    }
}
