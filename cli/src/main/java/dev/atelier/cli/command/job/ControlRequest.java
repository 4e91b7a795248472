package dev.atelier.cli.command.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.client.LookupMatch;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.contracts.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands have in common that request something of a job or a study. */
final class ControlRequest {
    @Parameters(
            paramLabel = "ID",
            description = "The job or the study: its id, at least the first 4 characters of it, or its name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Option(names = "--reason", paramLabel = "TEXT", description = "The reason, which its page shows.")
    private @Nullable String reason;

    @Option(names = "--json", description = "Print the outcome as JSON.")
    private boolean json;

    /**
     * Sends the request, prints that it is recorded, and returns the exit code.
     *
     * @param what one word: cancel, pause or resume
     * @param now whether a pause gives the epoch up that is being trained
     */
    int send(Invocation atelier, String what, boolean now) {
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
