package dev.atelier.cli.command.job;

import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.invocation.PriorityOption;
import dev.atelier.contracts.event.SubmissionAccepted;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code atelier extend JOB --epochs N}: trains a completed job for more epochs. */
@Command(
        name = "extend",
        mixinStandardHelpOptions = true,
        description =
                "Train a completed job for more epochs. The result is that of a job with as many epochs, bit for bit; "
                        + "where the first epochs of that job would have been others, the request is refused with the reason.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:accepted; with --follow, the longer job has completed",
            "1:refused; or with --follow, the longer job has not completed"
        })
public final class ExtendCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Parameters(
            paramLabel = "JOB",
            description = "The job: its id, at least the first 4 characters of it, or its name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Option(names = "--epochs", required = true, description = "How many epochs it is to have in all.")
    private int epochs;

    @Mixin
    private final PriorityOption priority = new PriorityOption();

    @Mixin
    private final SubmittedJob submitted = new SubmittedJob();

    @Override
    public Integer call() throws InterruptedException {
        String job = atelier.lookup().job(id);
        SubmissionAccepted accepted = atelier.datasets().extend(job, epochs, priority.priority());
        return submitted.report(atelier, accepted, "which has more epochs than job " + job);
    }
}
