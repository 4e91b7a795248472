package dev.atelier.cli.command.submission;

import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.LookupMatch;
import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.follow.TrackedSubmission;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.invocation.MetricOptions;
import dev.atelier.cli.result.ShownMetrics;
import dev.atelier.cli.stack.service.StackException;
import dev.atelier.contracts.metric.Metric;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code atelier follow ID}: from what was submitted to a table of results. */
@Command(
        name = "follow",
        mixinStandardHelpOptions = true,
        description = "Follow a job or a study to its end, as 'run' does, and print the results.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every job completed", "1:not every job completed"})
public final class FollowCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Parameters(
            paramLabel = "ID",
            description = "The job or the study: its id, at least the first 4 characters of it, or its name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Mixin
    private final MetricOptions metrics = new MetricOptions();

    @Option(names = "--json", description = "Print the results as JSON; progress goes to standard error.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        List<Metric> added = metrics.metrics();
        LookupMatch target = atelier.lookup().jobOrStudy(id);
        ResultsService results = atelier.results();
        TrackedSubmission tracked;
        ShownMetrics shown;
        if (target.isJob()) {
            JobResponse job = results.job(target.id())
                    .orElseThrow(() -> new StackException("there is no job '" + target.id() + "'; "
                            + atelier.hints().command("jobs") + " lists the jobs"));
            tracked = TrackedSubmission.of(job.id(), job.name());
            shown = ShownMetrics.of(job.request(), added);
        } else {
            StudyResponse study = results.study(target.id())
                    .orElseThrow(() -> new StackException("there is no study '" + target.id() + "'; "
                            + atelier.hints().command("studies") + " lists the studies"));
            tracked = TrackedSubmission.of(study);
            shown = new ShownMetrics(List.of(study.objective()), added);
            if (study.search() != null) {
                return new SubmissionTracker(atelier, json).trackSearch(Optional.empty(), study.id(), shown);
            }
        }
        return new SubmissionTracker(atelier, json).track(tracked, shown);
    }
}
