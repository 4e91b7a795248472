package dev.atelier.cli.command.submission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.cli.client.DatasetServiceClient;
import dev.atelier.cli.command.stack.StackStart;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.invocation.MetricOptions;
import dev.atelier.cli.stack.Stack;
import dev.atelier.cli.submission.SubmissionDocument;
import dev.atelier.contracts.metric.Metric;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code atelier run}: from a file to a table of results. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Start the stack if it is not up, train a job or a study, follow it, and print the results.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every job completed", "1:not every job completed, or the submission failed"})
public final class RunCommand implements Callable<Integer> {
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Mixin
    private final SubmissionOptions submission = new SubmissionOptions();

    @Mixin
    private final MetricOptions metrics = new MetricOptions();

    @Option(names = "--json", description = "Print the results as JSON, for programs; progress goes to standard error.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        List<Metric> shown = metrics.metrics();
        SubmissionDocument written = submission.read(atelier.err());
        Stack stack = atelier.stack();
        if (!new StackStart(stack, atelier.err(), atelier.hints()).up(atelier.ports(), START_LIMIT)) {
            return 1;
        }
        DatasetServiceClient datasets = new DatasetServiceClient(stack.ports().datasetUrl());
        JsonNode request = new DatasetFallback(datasets, atelier.err()).choose(written);
        var accepted = datasets.submit(request, submission.isFresh());
        return new SubmissionTracker(atelier, json).track(accepted, shown);
    }
}
