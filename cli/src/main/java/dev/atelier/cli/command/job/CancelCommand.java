package dev.atelier.cli.command.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.client.LookupMatch;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.contracts.json.Json;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code atelier cancel ID}. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = "Cancel a job, or all jobs of a study that no other submission needs.")
public final class CancelCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Parameters(
            paramLabel = "ID",
            description = "The job or the study: its id, at least the first 4 characters of it, or its name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Option(names = "--reason", paramLabel = "TEXT", description = "The reason, which its page shows.")
    private @Nullable String reason;

    @Option(names = "--json", description = "Print the outcome as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        LookupMatch target = atelier.lookup().jobOrStudy(id);
        atelier.datasets().cancel(target, Optional.ofNullable(reason));
        if (json) {
            ObjectNode outcome = Json.MAPPER.createObjectNode();
            outcome.put(target.kind(), target.id()).put("requested", "cancel").put("reason", reason);
            atelier.out().println(outcome);
            return 0;
        }
        String shown = target.isJob()
                ? atelier.hints().command("job", target.id())
                : atelier.hints().command("jobs", "--study", target.id());
        atelier.out()
                .println("The request to cancel " + target.kind() + " " + target.id() + " is recorded; " + shown
                        + " shows when it is done.");
        return 0;
    }
}
