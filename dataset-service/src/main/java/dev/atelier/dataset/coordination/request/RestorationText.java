package dev.atelier.dataset.coordination.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.job.JobId;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.message.Excerpt;
import dev.atelier.dataset.coordination.request.Request.Reason;
import dev.atelier.dataset.coordination.request.Request.Restoration;
import dev.atelier.dataset.coordination.request.Request.Wrong;
import java.util.List;
import java.util.Optional;

/** Reads {@code {"restore": "JOB"}}, perhaps with a priority, which requests to train a completed job again whose files were deleted. */
final class RestorationText {
    private static final String RESTORE = "restore";
    private static final int SHOWN_LENGTH = 60;

    private RestorationText() {}

    static boolean isRestoration(ObjectNode written) {
        return written.has(RESTORE);
    }

    static Request read(ObjectNode written) {
        JsonNode job = written.get(RESTORE);
        if (!job.isTextual() || !JobId.isValid(job.textValue())) {
            return wrong(new Violation(RESTORE, shown(job), "the id of a job, 20 hexadecimal digits in lower case"));
        }
        Optional<String> other = written.properties().stream()
                .map(field -> field.getKey())
                .filter(name -> !name.equals(RESTORE) && !name.equals(PriorityField.NAME))
                .findFirst();
        return other.map(name -> wrong(new Violation(
                        Excerpt.of(name, SHOWN_LENGTH),
                        shown(written.get(name)),
                        "no field beside " + RESTORE + " and " + PriorityField.NAME
                                + ": the job is trained as before")))
                .orElseGet(() -> switch (PriorityField.read(written)) {
                    case Checked.Invalid<Priority>(List<Violation> violations) -> wrong(violations.getFirst());
                    case Checked.Valid<Priority>(Priority priority) ->
                        new Restoration(written, job.textValue(), priority);
                });
    }

    private static Request wrong(Violation violation) {
        return new Wrong(Reason.SCHEMA, List.of(violation));
    }

    private static String shown(JsonNode value) {
        return Excerpt.of(value.toString(), SHOWN_LENGTH);
    }
}
