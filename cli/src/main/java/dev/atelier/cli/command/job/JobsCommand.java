package dev.atelier.cli.command.job;

import dev.atelier.cli.client.JobQuery;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.invocation.MetricOptions;
import dev.atelier.cli.invocation.PriorityOption;
import dev.atelier.cli.invocation.UsageException;
import dev.atelier.cli.result.JobListTable;
import dev.atelier.cli.result.ShownMetrics;
import dev.atelier.cli.stack.MissingTrainers;
import dev.atelier.cli.stack.Stack;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code atelier jobs}: the latest jobs. */
@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        description = "List the jobs, the latest first. Where a terminal is narrow, the last columns are left out.")
public final class JobsCommand implements Callable<Integer> {
    private static final int GREATEST_LIMIT = 100_000;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Option(
            names = "--state",
            description = "Only jobs in this state: ${COMPLETION-CANDIDATES}, in upper or lower case.")
    private @Nullable JobState state;

    @Option(names = "--family", paramLabel = "NAME", description = "Only jobs of this family.")
    private @Nullable String family;

    @Option(
            names = "--study",
            paramLabel = "STUDY",
            description = "Only jobs of this study: its id, at least the first 4 characters of it, or its name.")
    private @Nullable String study;

    @Option(names = "--name", paramLabel = "TEXT", description = "Only jobs with this text in one of their names.")
    private @Nullable String name;

    @Option(names = "--tag", paramLabel = "NAME=VALUE", description = "Only jobs with this tag.")
    private @Nullable String tag;

    @Option(
            names = PriorityOption.NAME,
            paramLabel = "LEVEL",
            completionCandidates = PriorityOption.Words.class,
            description = "Only jobs of this priority: high, normal or low.")
    private @Nullable String priority;

    @Option(names = "--owner", paramLabel = "NAME", description = "Only jobs that take the trainer time of this owner.")
    private @Nullable String owner;

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            completionCandidates = Orders.class,
            description =
                    "The order: latest, name, duration, or the name of a metric, the best first. Default: latest.")
    private @Nullable String sort;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "COUNT",
            defaultValue = "30",
            description = "The maximum number to list. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Mixin
    private final MetricOptions metrics = new MetricOptions();

    @Option(names = "--json", description = "Print the list as JSON.")
    private boolean json;

    /** The words for orders, for completion too. */
    static final class Orders implements Iterable<String> {
        static List<String> all() {
            return Stream.concat(
                            Stream.of("latest", "name", "duration"),
                            Stream.of(Split.VALIDATION, Split.TEST, Split.TRAIN)
                                    .flatMap(split -> Metric.of(split).stream())
                                    .map(Metric::name))
                    .toList();
        }

        @Override
        public Iterator<String> iterator() {
            return all().iterator();
        }
    }

    @Override
    public Integer call() {
        ShownMetrics shown = ShownMetrics.of(metrics.metrics());
        if (limit < 1 || limit > GREATEST_LIMIT) {
            throw new UsageException("--limit is " + limit + "; expected a number from 1 to " + GREATEST_LIMIT);
        }
        if (sort != null && !Orders.all().contains(sort)) {
            throw new UsageException("--sort is '" + sort + "'; expected one of " + String.join(", ", Orders.all()));
        }
        Stack stack = atelier.runningStack();
        ResultsService results = atelier.results();
        JobQuery query = query();
        if (json) {
            atelier.out().println(Json.text(results.jobsDocument(query, limit)));
            return 0;
        }
        ResultsService.Jobs jobs = results.jobs(query, limit);
        if (jobs.items().isEmpty()) {
            atelier.err().println("No matching jobs.");
            return 0;
        }
        atelier.print(JobListTable.of(jobs.items(), shown, Instant.now()));
        if (jobs.total() > jobs.items().size()) {
            atelier.err().println((jobs.total() - jobs.items().size()) + " more; --limit shows them.");
        }
        noteMissingTrainers(stack, jobs.items());
        return 0;
    }

    private JobQuery query() {
        return new JobQuery(
                Optional.ofNullable(state).map(JobState::name),
                Optional.ofNullable(family),
                Optional.ofNullable(study).map(typed -> atelier.lookup().study(typed)),
                Optional.ofNullable(name),
                Optional.ofNullable(tag),
                PriorityOption.read(priority).map(Priority::word),
                Optional.ofNullable(owner),
                Optional.ofNullable(sort));
    }

    private void noteMissingTrainers(Stack stack, List<JobResponse> jobs) {
        new MissingTrainers(atelier.hints())
                .sentences(stack.status()).stream()
                        .filter(sentence -> jobs.stream()
                                .anyMatch(job -> !job.hasEnded() && sentence.contains("family " + job.family() + ";")))
                        .forEach(atelier.err()::println);
    }
}
