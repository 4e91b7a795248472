package dev.atelier.cli.command.study;

import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.invocation.UsageException;
import dev.atelier.cli.result.StudyListTable;
import dev.atelier.contracts.json.Json;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code atelier studies}: the latest studies. */
@Command(
        name = "studies",
        mixinStandardHelpOptions = true,
        description = "List the studies with their best variants, the latest first.")
public final class StudiesCommand implements Callable<Integer> {
    private static final int GREATEST_LIMIT = 1000;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "COUNT",
            defaultValue = "20",
            description = "The maximum number to list. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--json", description = "Print the list as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        if (limit < 1 || limit > GREATEST_LIMIT) {
            throw new UsageException("--limit is " + limit + "; expected a number from 1 to " + GREATEST_LIMIT);
        }
        ResultsService results = atelier.results();
        if (json) {
            atelier.out().println(Json.text(results.studiesDocument(limit)));
            return 0;
        }
        ResultsService.Studies listed = results.studies(limit);
        if (listed.items().isEmpty()) {
            atelier.err().println("There are no studies.");
            return 0;
        }
        List<StudyResponse> studies = listed.items().stream()
                .flatMap(study -> results.study(study.id()).stream())
                .toList();
        Map<String, Instant> ends = new HashMap<>();
        studies.stream()
                .filter(StudyResponse::hasEnded)
                .forEach(study -> results.jobsOf(study.id()).stream()
                        .flatMap(job -> Stream.ofNullable(job.endedAt()))
                        .max(Comparator.naturalOrder())
                        .ifPresent(end -> ends.put(study.id(), end)));
        atelier.print(StudyListTable.of(studies, ends, Instant.now()));
        if (listed.total() > listed.items().size()) {
            atelier.err().println((listed.total() - listed.items().size()) + " more; --limit shows them.");
        }
        return 0;
    }
}
