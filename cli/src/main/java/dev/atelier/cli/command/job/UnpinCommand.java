package dev.atelier.cli.command.job;

import dev.atelier.cli.invocation.Invocation;
import dev.atelier.contracts.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code atelier unpin JOB}. */
@Command(
        name = "unpin",
        mixinStandardHelpOptions = true,
        description = "Remove the pin of a job: the files of its result are deleted when they are due.")
public final class UnpinCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Parameters(
            paramLabel = "JOB",
            description = "The job: its id, at least the first 4 characters of it, or its name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Option(names = "--json", description = "Print the outcome as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        String job = atelier.lookup().job(id);
        atelier.datasets().unpin(job);
        if (json) {
            atelier.out().println(Json.MAPPER.createObjectNode().put("job", job).put("requested", "unpin"));
        } else {
            atelier.out()
                    .println("Job " + job
                            + " is no longer pinned: the files of its result are deleted when they are due.");
        }
        return 0;
    }
}
