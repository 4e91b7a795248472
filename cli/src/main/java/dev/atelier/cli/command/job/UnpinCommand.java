package dev.atelier.cli.command.job;

import dev.atelier.cli.client.DatasetServiceClient;
import dev.atelier.cli.invocation.Invocation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code atelier unpin ID}. */
@Command(
        name = "unpin",
        mixinStandardHelpOptions = true,
        description = "Keep the files of a job's result no longer than those of others.")
public final class UnpinCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Parameters(paramLabel = "ID", description = "Id of a job.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Override
    public Integer call() {
        new DatasetServiceClient(atelier.runningStack().ports().datasetUrl()).unpin(id);
        atelier.out()
                .println("Job " + id + " is no longer pinned: the files of its result are deleted when they are due.");
        return 0;
    }
}
