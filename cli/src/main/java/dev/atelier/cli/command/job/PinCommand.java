package dev.atelier.cli.command.job;

import dev.atelier.cli.client.DatasetServiceClient;
import dev.atelier.cli.invocation.Invocation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code atelier pin ID}. */
@Command(
        name = "pin",
        mixinStandardHelpOptions = true,
        description = "Keep the files of a job's result, whatever their age and size.")
public final class PinCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Parameters(paramLabel = "ID", description = "Id of a job.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for its page.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String reason;

    @Override
    public Integer call() {
        new DatasetServiceClient(atelier.runningStack().ports().datasetUrl()).pin(id, reason);
        atelier.out().println("Job " + id + " is pinned: the files of its result are kept from now on.");
        return 0;
    }
}
