package dev.atelier.dataset.coordination.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.message.Excerpt;
import java.util.Arrays;
import java.util.List;

/** The field {@code priority} of a submission that names a job instead of describing one. */
final class PriorityField {
    static final String NAME = "priority";

    private static final int SHOWN_LENGTH = 60;

    private PriorityField() {}

    static Checked<Priority> read(ObjectNode written) {
        JsonNode value = written.path(NAME);
        if (value.isMissingNode()) {
            return new Checked.Valid<>(Priority.NORMAL);
        }
        return Arrays.stream(Priority.values())
                .filter(priority -> value.isTextual() && value.textValue().equals(priority.word()))
                .findFirst()
                .<Checked<Priority>>map(Checked.Valid::new)
                .orElseGet(() -> new Checked.Invalid<>(List.of(new Violation(
                        NAME, Excerpt.of(value.toString(), SHOWN_LENGTH), "\"high\", \"normal\" or \"low\""))));
    }
}
