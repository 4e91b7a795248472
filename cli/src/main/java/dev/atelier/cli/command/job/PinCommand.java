package dev.atelier.cli.command.job;

import dev.atelier.cli.invocation.Invocation;
import dev.atelier.contracts.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code atelier pin JOB}. */
@Command(
        name = "pin",
        mixinStandardHelpOptions = true,
        description = "Keep the files of a job's result, whatever their age and size.")
public final class PinCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Parameters(
            paramLabel = "JOB",
            description = "The job: its id, at least the first 4 characters of it, or its name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "The reason, which its page shows.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String reason;

    @Option(names = "--json", description = "Print the outcome as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        String job = atelier.lookup().job(id);
        atelier.datasets().pin(job, reason);
        if (json) {
            atelier.out().println(Json.MAPPER.createObjectNode().put("job", job).put("requested", "pin"));
        } else {
            atelier.out().println("Job " + job + " is pinned: the files of its result are kept from now on.");
        }
        return 0;
    }
}
