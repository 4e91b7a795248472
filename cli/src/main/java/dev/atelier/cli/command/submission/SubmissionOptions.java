package dev.atelier.cli.command.submission;

import dev.atelier.cli.invocation.PriorityOption;
import dev.atelier.cli.invocation.UsageException;
import dev.atelier.cli.submission.Setting;
import dev.atelier.cli.submission.SubmissionDocument;
import dev.atelier.cli.submission.SubmissionFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code run} and {@code submit} take: a file, and changes of what is in it. */
final class SubmissionOptions {
    @Parameters(paramLabel = "FILE", description = "A job or a study, YAML or JSON; - reads standard input.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String file;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description =
                    "Set a field of the job, or of the study's base and variants: --set training.epochs=2. May be repeated.")
    private List<String> settings = List.of();

    @Option(names = "--fresh", description = "Train again even if a result exists.")
    private boolean fresh;

    @Mixin
    private final PriorityOption priority = new PriorityOption();

    boolean isFresh() {
        return fresh;
    }

    /**
     * What is to be submitted.
     *
     * @param err gets what the settings left out
     */
    SubmissionDocument read(PrintWriter err) {
        List<Setting> parsed = settings.stream().map(Setting::parse).toList();
        Set<String> paths = new HashSet<>();
        parsed.stream()
                .map(Setting::path)
                .filter(path -> !paths.add(path))
                .findFirst()
                .ifPresent(path -> {
                    throw new UsageException("--set " + path + " is given twice; expected once");
                });
        // The last one wins.
        List<Setting> all = new ArrayList<>(parsed);
        priority.priority().map(Setting::priority).ifPresent(all::add);
        SubmissionDocument document =
                file.equals("-") ? SubmissionFile.read(System.in, all) : SubmissionFile.read(Path.of(file), all);
        document.notes().forEach(err::println);
        return document;
    }
}
