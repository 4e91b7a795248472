package dev.atelier.cli.command.study;

import dev.atelier.cli.client.Report;
import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.report.ReportFolder;
import dev.atelier.contracts.json.Json;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code atelier report STUDY}: a study's report as files. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description =
                "Write the report of a study: report.html, one file that opens without a service, and report.md with"
                        + " its charts as SVG.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:written", "1:not written"})
public final class ReportCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Parameters(
            paramLabel = "STUDY",
            description =
                    "The study: its id, at least the first 4 characters of it, or its name for the latest of that name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String study;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "The folder to write to. Default: reports/STUDY.")
    private @Nullable Path output;

    @Option(names = "--json", description = "Print the paths as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        ResultsService results = atelier.results();
        StudyResponse chosen = atelier.study(study);
        Report report = results.report(chosen.id());
        ReportFolder folder = new ReportFolder(Optional.ofNullable(output).orElse(Path.of("reports", chosen.id())));
        try (CountLine line = new CountLine(
                atelier.terminal(true),
                atelier.screen().isInteractive(true),
                "charts drawn",
                report.charts().size())) {
            line.show(0);
            folder.write(report, results.library(report), line::show);
        }
        if (json) {
            atelier.out()
                    .println(Json.MAPPER
                            .createObjectNode()
                            .put("study", chosen.id())
                            .put("html", folder.html().toString())
                            .put("markdown", folder.markdown().toString()));
        } else {
            atelier.out().println(folder.html());
            atelier.out().println(folder.markdown());
        }
        return 0;
    }
}
