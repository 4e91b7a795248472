package dev.atelier.cli.command.job;

import dev.atelier.cli.client.DatasetServiceClient;
import dev.atelier.cli.command.submission.SubmissionTracker;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.contracts.event.SubmissionAccepted;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code atelier restore ID}: trains a completed job again, whose files were deleted, to the same weights. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = "Train a completed job again, whose files were deleted, to the same weights.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:it was accepted; with --follow, the files are restored",
            "1:it was not, or with --follow, they are not; the result is unchanged"
        })
public final class RestoreCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Parameters(paramLabel = "ID", description = "The job's id.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Option(names = "--follow", description = "Follow it to its end.")
    private boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        SubmissionAccepted accepted =
                new DatasetServiceClient(atelier.runningStack().ports().datasetUrl()).restore(id);
        atelier.out()
                .println("Job " + id + " is queued to be trained again, which restores its files"
                        + (follow ? "." : "; 'atelier job " + id + "' shows how it stands."));
        return follow ? new SubmissionTracker(atelier, false).trackRestoration(id, accepted.submission()) : 0;
    }
}
