package dev.atelier.cli.command.job;

import dev.atelier.cli.client.DatasetServiceClient;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.command.submission.SubmissionTracker;
import dev.atelier.cli.follow.ShownMetrics;
import dev.atelier.cli.follow.TrackedSubmission;
import dev.atelier.cli.follow.Verification;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.stack.service.StackException;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.schema.JobSchema;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code atelier verify ID}: trains a finished job again and compares the results, bit for bit. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Train a completed job again from its stored request, and compare every epoch and the weights.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the same, bit for bit", "1:not the same, or it could not be trained again"})
public final class VerifyCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Parameters(paramLabel = "ID", description = "The job's id.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Override
    public Integer call() throws InterruptedException {
        var ports = atelier.runningStack().ports();
        ResultsService results = new ResultsService(ports.resultsUrl());
        JobResponse original = results.job(id).orElseThrow(() -> JobCommand.unknown(id));
        if (!original.isCompleted() || original.request() == null) {
            throw new StackException(
                    "job " + id + " is " + original.state() + "; only a completed job can be verified");
        }
        SubmissionAccepted accepted =
                new DatasetServiceClient(ports.datasetUrl()).submit(JobSchema.current(original.request()), true);
        String again = accepted.members().getFirst().job();
        atelier.out().println("Training " + original.name() + " again, as job " + again);
        new SubmissionTracker(atelier, false)
                .follow(TrackedSubmission.of(again, original.name()), ShownMetrics.of(original.request(), List.of()));
        JobResponse repeated = results.job(again).orElseThrow(() -> JobCommand.unknown(again));
        if (!repeated.isCompleted()) {
            throw new StackException("job " + again + " is " + repeated.state()
                    + Optional.ofNullable(repeated.reason())
                            .map(why -> ": " + why)
                            .orElse(""));
        }
        List<String> differences = Verification.compare(original, results.epochs(id), repeated, results.epochs(again));
        if (differences.isEmpty()) {
            atelier.out().println("The same, bit for bit: " + original.epochs() + " epochs, and the weights.");
            return 0;
        }
        differences.forEach(atelier.out()::println);
        return 1;
    }
}
