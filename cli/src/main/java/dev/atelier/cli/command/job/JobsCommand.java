package dev.atelier.cli.command.job;

import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.follow.ResultTable;
import dev.atelier.cli.follow.ShownMetrics;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.invocation.MetricOptions;
import dev.atelier.cli.stack.MissingTrainers;
import dev.atelier.cli.stack.Stack;
import dev.atelier.contracts.json.Json;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code atelier jobs}: the latest jobs. */
@Command(name = "jobs", mixinStandardHelpOptions = true, description = "List the jobs, the latest first.")
public final class JobsCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Option(names = "--state", description = "Only queued, running, completed, failed or cancelled ones.")
    private @Nullable String state;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "COUNT",
            defaultValue = "30",
            description = "How many at most. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Mixin
    private final MetricOptions metrics = new MetricOptions();

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Override
    public Integer call() {
        ShownMetrics shown = ShownMetrics.of(metrics.metrics());
        Stack stack = atelier.runningStack();
        ResultsService results = new ResultsService(stack.ports().resultsUrl());
        Optional<String> wanted = Optional.ofNullable(state).map(word -> word.toUpperCase(Locale.ROOT));
        if (json) {
            atelier.out().println(Json.text(results.jobsDocument(wanted, limit)));
            return 0;
        }
        ResultsService.Jobs jobs = results.jobs(wanted, limit);
        if (jobs.items().isEmpty()) {
            atelier.out().println("There are no jobs.");
            return 0;
        }
        atelier.out().print(ResultTable.of(jobs.items(), shown));
        if (jobs.total() > jobs.items().size()) {
            atelier.out().println((jobs.total() - jobs.items().size()) + " more; --limit shows them.");
        }
        new MissingTrainers(atelier.hints())
                .sentences(stack.status()).stream()
                        .filter(sentence -> jobs.items().stream()
                                .anyMatch(job -> !job.hasEnded() && sentence.contains("family " + job.family() + ";")))
                        .forEach(atelier.out()::println);
        return 0;
    }
}
