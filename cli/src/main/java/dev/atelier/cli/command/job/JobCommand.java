package dev.atelier.cli.command.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.cli.client.Http;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.JobResponse.Relative;
import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.hint.Hints;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.invocation.MetricOptions;
import dev.atelier.cli.result.EpochLines;
import dev.atelier.cli.result.ResultTable;
import dev.atelier.cli.result.ShownMetrics;
import dev.atelier.cli.stack.Stack;
import dev.atelier.cli.stack.service.StackException;
import dev.atelier.cli.terminal.PrintableText;
import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Metric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code atelier job JOB}: one job with its epochs. */
@Command(name = "job", mixinStandardHelpOptions = true, description = "Show a job and its epochs.")
public final class JobCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Parameters(
            paramLabel = "JOB",
            description = "The job: its id, at least the first 4 characters of it, or its name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Mixin
    private final MetricOptions metrics = new MetricOptions();

    @Option(names = "--json", description = "Print everything as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<Metric> added = metrics.metrics();
        Stack stack = atelier.runningStack();
        String found = atelier.lookup().job(id);
        ResultsService results = atelier.results();
        if (json) {
            JsonNode document = results.jobDocument(found).orElseThrow(() -> unknown(found, atelier.hints()));
            atelier.out().println(Json.text(document));
            return 0;
        }
        JobResponse job = results.job(found).orElseThrow(() -> unknown(found, atelier.hints()));
        ShownMetrics shown = ShownMetrics.of(job.request(), added);
        atelier.print(ResultTable.of(List.of(job), shown));
        reason(job).ifPresent(atelier.out()::println);
        urgency(job).ifPresent(atelier.out()::println);
        Optional.ofNullable(job.trainingSeconds())
                .ifPresent(seconds -> atelier.out().printf(Locale.ROOT, "Trained in %.1f s%n", seconds));
        Optional.ofNullable(job.model())
                .ifPresent(model -> atelier.out()
                        .printf(
                                Locale.ROOT,
                                "Model of %,d parameters%s (SHA-256 %s)%n",
                                model.parameters(),
                                place(stack, job, model.path()),
                                model.sha256()));
        lineage(job).forEach(atelier.out()::println);
        Optional.ofNullable(job.pinned())
                .ifPresent(pinned -> atelier.out()
                        .println(PrintableText.line("Pinned since " + pinned.since()
                                + (pinned.reason().isEmpty() ? "" : ": " + pinned.reason()))));
        Optional.ofNullable(job.artifactsDeleted())
                .ifPresent(deleted -> atelier.out()
                        .printf(
                                Locale.ROOT,
                                "Its files, %,d bytes, were deleted at %s: %s; %s trains it again%n",
                                deleted.bytes(),
                                deleted.at(),
                                PrintableText.line(deleted.reason()),
                                atelier.hints().command("restore", job.id())));
        Optional.ofNullable(job.restoration())
                .ifPresent(restoration -> atelier.out()
                        .println("Restoration of its files: " + restoration.state() + " since " + restoration.at()
                                + ", epoch " + restoration.epoch() + " of " + job.epochs()
                                + Optional.ofNullable(restoration.reason())
                                        .map(why -> ": " + PrintableText.line(why))
                                        .orElse("")));
        atelier.out().println("Page: " + stack.ports().resultsUrl() + "/jobs/" + job.id());
        atelier.out().println();
        atelier.print(EpochLines.of(results.epochs(found), shown));
        return 0;
    }

    /** How urgent it is, where that is not usual, and whose it is, in one line. */
    private static Optional<String> urgency(JobResponse job) {
        Priority priority = Priority.orNormal(job.priority());
        List<String> parts = new ArrayList<>();
        if (priority != Priority.NORMAL) {
            parts.add("Priority: " + priority.word());
        }
        if (job.owner() != null) {
            parts.add((parts.isEmpty() ? "Owner: " : "owner: ") + PrintableText.line(job.owner()));
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
    }

    /** The jobs that it comes from and those that came of it, in lines. */
    private static List<String> lineage(JobResponse job) {
        List<String> lines = new ArrayList<>();
        Optional.ofNullable(job.forkedFrom())
                .ifPresent(other -> lines.add("Forked from " + named(other) + " at epoch " + other.epoch()));
        Optional.ofNullable(job.extendedFrom())
                .ifPresent(other ->
                        lines.add("Extends " + named(other) + ", which has " + Counted.of(other.epoch(), "epoch")));
        job.forks().forEach(other -> lines.add("Forked to " + named(other) + " at epoch " + other.epoch()));
        job.extensions().forEach(other -> lines.add("Extended by " + named(other)));
        return lines;
    }

    private static String named(Relative other) {
        return PrintableText.line(other.job() + (other.name().isEmpty() ? "" : " (" + other.name() + ")"));
    }

    /** Where the model lies: the file, or the address where it is not in the stack's folder. */
    private static String place(Stack stack, JobResponse job, String path) {
        if (job.artifactsDeleted() != null) {
            return "";
        }
        Path file = stack.folder().artifacts().resolve(path).normalize();
        return ": "
                + (Files.isRegularFile(file)
                        ? file
                        : stack.ports().resultsUrl() + "/api/jobs/" + job.id() + "/artifacts/"
                                + Http.encode(Path.of(path).getFileName().toString()));
    }

    /** Why it ended without a result, or waits again, in one line. */
    static Optional<String> reason(JobResponse job) {
        String waits = job.waitingSince() == null || job.isPreempted() || job.isPaused()
                ? ""
                : "A trainer returned it to the queue at " + job.waitingSince() + ": ";
        Optional<String> reason = Optional.ofNullable(job.reason()).map(why -> waits + why);
        Optional<String> ofQueue = Optional.ofNullable(job.queueReason()).map(why -> "No trainer takes it: " + why);
        return (job.isPreempted() ? ofQueue.or(() -> reason) : reason.or(() -> ofQueue)).map(PrintableText::line);
    }

    static StackException unknown(String id, Hints hints) {
        return new StackException("there is no job '" + id + "'; " + hints.command("jobs") + " lists the jobs");
    }
}
