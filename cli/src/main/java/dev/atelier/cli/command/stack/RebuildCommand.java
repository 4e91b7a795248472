package dev.atelier.cli.command.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.terminal.TextTable;
import dev.atelier.contracts.check.Counted;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code atelier rebuild}: drops what PostgreSQL holds and builds it again from Kafka. */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description = "Drop the results' tables and build them again from the log, row for row.")
public final class RebuildCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        JsonNode report = new ResultsService(atelier.runningStack().ports().resultsUrl()).rebuild();
        if (json) {
            atelier.out().println(report);
            return 0;
        }
        TextTable table = new TextTable("table", ">rows");
        report.path("rows")
                .properties()
                .forEach(rows -> table.row(rows.getKey(), rows.getValue().asText()));
        atelier.out()
                .println("Rebuilt from " + Counted.of(report.path("records").asLong(), "record") + ":");
        atelier.print(table);
        return 0;
    }
}
