package dev.atelier.contracts.study;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.Violations;

/** Fields that a study with a search cannot have. */
final class SearchFields {
    private SearchFields() {}

    /**
     * Reports them.
     *
     * @param prefix place of the study within the whole
     */
    static void check(Study study, String prefix, Violations violations) {
        ObjectNode search = study.search();
        if (search == null) {
            return;
        }
        if (!prefix.isEmpty()) {
            violations.report(prefix + "search", search, () -> "nothing: only the study at the top can have a search");
        }
        if (!study.grid().isEmpty()) {
            violations.report(
                    prefix + "grid",
                    Json.tree(study.grid()),
                    () -> "nothing beside search, whose algorithm grid tries all combinations of choices");
        }
        if (!study.seeds().isEmpty()) {
            violations.report(
                    prefix + "seeds",
                    Json.tree(study.seeds()),
                    () ->
                            "nothing beside search: its seeds is how many each trial has, and its confirm.seeds how many the"
                                    + " winner has");
        }
        if (!study.include().isEmpty()) {
            violations.report(
                    prefix + "include",
                    TextNode.valueOf(Counted.of(study.include().size(), "study")),
                    () -> "nothing: a study with a search includes no others");
        }
        if (study.published() != null) {
            violations.report(
                    prefix + "published",
                    Json.tree(study.published()),
                    () -> "nothing: the variants of a search are not known from the start");
        }
    }
}
