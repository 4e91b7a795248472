package dev.atelier.cli.command.submission;

import dev.atelier.cli.client.DatasetServiceClient;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.invocation.MetricOptions;
import dev.atelier.cli.submission.SubmissionDocument;
import dev.atelier.cli.terminal.TextTable;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Metric;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code atelier submit}: submits a job or a study and returns. */
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        description = "Submit a job or a study to the running stack.")
public final class SubmitCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Mixin
    private final SubmissionOptions submission = new SubmissionOptions();

    @Mixin
    private final MetricOptions metrics = new MetricOptions();

    @Option(names = "--follow", description = "Follow it to its end, as 'run' does.")
    private boolean follow;

    @Option(names = "--json", description = "Print the response, or with --follow the results, as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        List<Metric> shown = metrics.metrics();
        SubmissionDocument written = submission.read(atelier.err());
        DatasetServiceClient datasets = atelier.datasets();
        SubmissionAccepted accepted =
                datasets.submit(new DatasetFallback(datasets, atelier.err()).choose(written), submission.isFresh());
        if (follow) {
            return new SubmissionTracker(atelier, json).track(accepted, shown);
        }
        if (json) {
            atelier.out().println(Json.text(accepted));
            return 0;
        }
        atelier.out()
                .println("Accepted as " + accepted.submission()
                        + (accepted.study() == null ? "" : ", study " + accepted.study()));
        TextTable table = new TextTable("job", "family", "variant", ">seed", "");
        accepted.members()
                .forEach(member -> table.row(
                        member.job(),
                        member.family().name(),
                        member.variant(),
                        Long.toString(member.seed()),
                        member.disposition().name().toLowerCase(Locale.ROOT)));
        atelier.print(table);
        return 0;
    }
}
