package dev.atelier.cli.command.job;

import dev.atelier.cli.command.submission.SubmissionTracker;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.invocation.PriorityOption;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.json.Json;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code atelier restore JOB}: trains a completed job again, whose files were deleted, to the same weights. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = "Restore the deleted files of a completed job: train it again, to the same weights.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:accepted; with --follow, the files are restored",
            "1:not accepted, or with --follow, not restored; the result is unchanged"
        })
public final class RestoreCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Parameters(
            paramLabel = "JOB",
            description = "The job: its id, at least the first 4 characters of it, or its name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Mixin
    private final PriorityOption priority = new PriorityOption();

    @Option(names = "--follow", description = "Follow it to its end.")
    private boolean follow;

    @Option(names = "--json", description = "Print the outcome as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        String job = atelier.lookup().job(id);
        SubmissionAccepted accepted = atelier.datasets().restore(job, priority.priority());
        PrintWriter progress = json ? atelier.err() : atelier.out();
        progress.println("Job " + job + " is queued to be trained again, which restores its files"
                + (follow ? "." : "; " + atelier.hints().command("job", job) + " shows how it stands."));
        int exitCode = follow ? new SubmissionTracker(atelier, json).trackRestoration(job, accepted.submission()) : 0;
        if (json) {
            atelier.out()
                    .println(Json.MAPPER
                            .createObjectNode()
                            .put("job", job)
                            .put("submission", accepted.submission())
                            .put("restored", follow && exitCode == 0));
        }
        return exitCode;
    }
}
