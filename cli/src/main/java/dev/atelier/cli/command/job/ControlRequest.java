package dev.atelier.cli.command.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.client.LookupMatch;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.contracts.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests something of a job or a study, and prints that the request is recorded.
 *
 * @param what one word: cancel, pause or resume
 * @param now whether a pause gives the epoch up that is being trained
 * @param reason which its page shows
 */
record ControlRequest(String what, boolean now, @Nullable String reason) {
    /**
     * Returns the exit code.
     *
     * @param id of the job or the study, the beginning of it, or its name
     * @param json whether the outcome is printed as JSON
     */
    int send(Invocation atelier, String id, boolean json) {
        LookupMatch target = atelier.lookup().jobOrStudy(id);
        atelier.datasets().request(target, what, now, Optional.ofNullable(reason));
        if (json) {
            ObjectNode outcome = Json.MAPPER.createObjectNode();
            outcome.put(target.kind(), target.id()).put("requested", what).put("reason", reason);
            atelier.out().println(outcome);
            return 0;
        }
        String shown = target.isJob()
                ? atelier.hints().command("job", target.id())
                : atelier.hints().command("jobs", "--study", target.id());
        atelier.out()
                .println("The request to " + what + " " + target.kind() + " " + target.id() + " is recorded; " + shown
                        + " shows when it is done.");
        return 0;
    }
}
