package dev.atelier.dataset.coordination.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.job.JobId;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.message.Excerpt;
import dev.atelier.dataset.coordination.request.Request.Extension;
import dev.atelier.dataset.coordination.request.Request.Reason;
import dev.atelier.dataset.coordination.request.Request.Wrong;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads {@code {"extend": "JOB", "epochs": 40}}, which requests more epochs of a completed job. */
final class ExtensionText {
    private static final String EXTEND = "extend";
    private static final String EPOCHS = "epochs";
    private static final Set<String> FIELDS = Set.of(EXTEND, EPOCHS, PriorityField.NAME);
    private static final int MOST_EPOCHS = 100_000;
    private static final int SHOWN_LENGTH = 60;

    private ExtensionText() {}

    static boolean isExtension(ObjectNode written) {
        return written.has(EXTEND);
    }

    static Request read(ObjectNode written) {
        List<Violation> violations = new ArrayList<>();
        JsonNode job = written.get(EXTEND);
        if (!job.isTextual() || !JobId.isValid(job.textValue())) {
            violations.add(new Violation(EXTEND, shown(job), "the id of a job, 20 hexadecimal digits in lower case"));
        }
        JsonNode epochs = written.path(EPOCHS);
        if (!epochs.isIntegralNumber()
                || !epochs.canConvertToInt()
                || epochs.intValue() < 1
                || epochs.intValue() > MOST_EPOCHS) {
            violations.add(new Violation(
                    EPOCHS,
                    epochs.isMissingNode() ? "" : shown(epochs),
                    "how many epochs the job is to have, a whole number from 1 to " + MOST_EPOCHS));
        }
        written.properties().stream()
                .filter(field -> !FIELDS.contains(field.getKey()))
                .forEach(
                        field -> violations.add(
                                new Violation(
                                        Excerpt.of(field.getKey(), SHOWN_LENGTH),
                                        shown(field.getValue()),
                                        "no field beside extend, epochs and priority: all others are those of the job; a fork can change them")));
        Checked<Priority> priority = PriorityField.read(written);
        violations.addAll(priority instanceof Checked.Invalid<Priority>(var wrong) ? wrong : List.of());
        return violations.isEmpty()
                ? new Extension(written, job.textValue(), epochs.intValue(), priority.orElseThrow())
                : new Wrong(Reason.SCHEMA, violations.subList(0, Math.min(violations.size(), 10)));
    }

    private static String shown(JsonNode value) {
        return Excerpt.of(value.toString(), SHOWN_LENGTH);
    }
}
