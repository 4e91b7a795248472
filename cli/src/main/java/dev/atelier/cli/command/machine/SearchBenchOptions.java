package dev.atelier.cli.command.machine;

import dev.atelier.cli.invocation.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of {@code atelier bench search}. */
final class SearchBenchOptions {
    private static final String SEARCH = "search";

    @Option(names = "--quick", description = "For search: few runs, about a minute in place of hours.")
    private boolean isQuick;

    @Option(
            names = "--lcbench",
            paramLabel = "FOLDER",
            description =
                    "For search: the surrogate of LCBench (model.onnx and its descriptions), on which schedules are compared.")
    private Optional<Path> lcbench = Optional.empty();

    /** @throws UsageException if one of them is set and something else is measured */
    void requireFor(String what) {
        if (!what.equals(SEARCH) && (isQuick || lcbench.isPresent())) {
            throw new UsageException(
                    (isQuick ? "--quick" : "--lcbench") + " is set for '" + what + "'; expected it for search alone");
        }
    }

    /**
     * The arguments of the benchmark.
     *
     * @param runs of each algorithm, if given
     */
    List<String> arguments(List<String> runs) {
        List<String> arguments = new ArrayList<>();
        if (isQuick) {
            arguments.add("--quick");
        }
        lcbench.ifPresent(folder ->
                arguments.addAll(List.of("--lcbench", folder.toAbsolutePath().toString())));
        if (!runs.isEmpty()) {
            if (runs.size() > 1 || !runs.getFirst().matches("[1-9]\\d{0,3}")) {
                throw new UsageException(
                        "runs is '" + String.join(" ", runs) + "'; expected a whole number from 1 to 9999");
            }
            arguments.addAll(List.of("--repeats", runs.getFirst()));
        }
        return arguments;
    }
}
