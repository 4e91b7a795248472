package dev.atelier.cli.command.job;

import dev.atelier.cli.client.DatasetServiceClient;
import dev.atelier.cli.invocation.Invocation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code atelier cancel ID}. */
@Command(name = "cancel", mixinStandardHelpOptions = true, description = "Cancel a job, or all jobs of a study.")
public final class CancelCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Parameters(paramLabel = "ID", description = "Id of a job or of a study.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Override
    public Integer call() {
        new DatasetServiceClient(atelier.runningStack().ports().datasetUrl()).cancel(id);
        atelier.out().println("The request to cancel " + id + " is on record; 'atelier jobs' shows when it is done.");
        return 0;
    }
}
