package dev.atelier.cli.command.machine;

import dev.atelier.cli.command.stack.StackStart;
import dev.atelier.cli.invocation.InterruptionHook;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.invocation.UsageException;
import dev.atelier.cli.stack.Stack;
import dev.atelier.cli.stack.service.StackException;
import dev.atelier.cli.stack.service.StackFolder;
import dev.atelier.cli.stack.service.StackPorts;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.FamilyDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code atelier bench}: has a part of Atelier measure itself, in a JVM with the flags that trainers have in the stack. */
@Command(name = "bench", mixinStandardHelpOptions = true, description = BenchCommand.SUMMARY)
public final class BenchCommand implements Callable<Integer> {
    static final String SUMMARY = "Measure the speed of a part of Atelier. Nothing else should run on this machine.";

    /** What is measured of no single family, with its description. */
    private static final Map<String, String> OTHERS = others();

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final int PAGES_PORT_BASE = 8380;
    private static final int FLEET_PORT_BASE = 8480;
    private static final int LOG_PORT_BASE = 8580;
    private static final int BESIDE_PORT_BASE = 8680;
    private static final int FLEET_ROUNDS = 3;

    /** What is measured does not depend on how many jobs a trainer can work on. */
    private static final Map<String, String> ONE_JOB_AT_A_TIME = Map.of("ATELIER_TRAINER_CONCURRENT_JOBS", "1");

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Parameters(
            index = "0",
            paramLabel = "WHAT",
            completionCandidates = Names.class,
            description = "What to measure: the trainer of a family, or one of the others above.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String what;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private SearchBenchOptions search;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARGUMENT",
            description =
                    "For a family: rounds, steps a round, threads; dataset: name, times; log, pages: jobs, rounds; ledger: jobs, epochs, starts; "
                            + "fleet, beside: rounds; search: runs.")
    private List<String> arguments = List.of();

    /** What can be measured, for completion. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.concat(Families.all().stream().map(FamilyDescriptor::name), OTHERS.keySet().stream())
                    .iterator();
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        search.requireFor(what);
        return switch (what) {
            case "dataset" ->
                runOnStack(processes().classPath(simplest()), "dev.atelier.bench.DatasetLoadBench", arguments);
            case "log" -> runInOwnStack("bench-log", LOG_PORT_BASE, this::ofLog);
            case "ledger" -> ofLedger();
            case "pages" -> runInOwnStack("bench-pages", PAGES_PORT_BASE, this::ofPages);
            case "fleet" -> {
                rounds();
                yield runInOwnStack("bench-fleet", FLEET_PORT_BASE, this::ofFleet);
            }
            case "beside" -> {
                rounds();
                yield runInOwnFolder(atelier.stack().inSubfolder("bench-beside"), this::ofBeside);
            }
            case "search" -> processes().runSearch(search.arguments(arguments));
            default -> runTrainer(benchmark());
        };
    }

    /** The description in the usage message. */
    public static String description(Path root) {
        List<String> lines = new ArrayList<>(List.of(SUMMARY));
        Map<String, List<String>> measured = new LinkedHashMap<>();
        FamilyBenchmark.all(root).forEach(each -> measured.put(each.name(), each.description()));
        OTHERS.forEach((name, description) -> measured.put(name, List.of(description)));
        measured.forEach((name, description) -> {
            lines.add("  %-9s%s".formatted(name, description.getFirst()));
            description.stream().skip(1).forEach(line -> lines.add(" ".repeat(11) + line));
        });
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private static Map<String, String> others() {
        Map<String, String> others = new LinkedHashMap<>();
        others.put("dataset", "how fast a trainer loads a dataset from its topic");
        others.put("log", "how fast events are stored in the tables, in a stack of its own");
        others.put("ledger", "how soon the dataset service is ready with the log of a million jobs");
        others.put("pages", "how long the pages take with 20,000 jobs, in a stack of its own");
        others.put("fleet", "how much faster two and four trainers complete a study than one, in a stack of its own");
        others.put(
                "beside",
                "how much faster a study completes with jobs side by side than one at a time, in a stack of its own");
        others.put(
                "search",
                "how good the results of searches are, beside those of Optuna and Syne Tune (Python packages)");
        return others;
    }

    private FamilyBenchmark benchmark() {
        List<FamilyBenchmark> benchmarks = FamilyBenchmark.all(atelier.root());
        return benchmarks.stream()
                .filter(each -> each.name().equals(what))
                .findFirst()
                .orElseThrow(() -> new UsageException("WHAT is '" + what + "'; expected one of "
                        + Stream.concat(benchmarks.stream().map(FamilyBenchmark::name), OTHERS.keySet().stream())
                                .collect(Collectors.joining(", "))));
    }

    private BenchmarkProcesses processes() {
        return new BenchmarkProcesses(atelier.root(), atelier.hints());
    }

    /** A family whose trainer is always built. */
    private FamilyBenchmark simplest() {
        return FamilyBenchmark.all(atelier.root()).stream()
                .filter(each -> !each.family().needsPyTorch())
                .findFirst()
                .orElseThrow(() -> new StackException("there is no benchmark of a family without PyTorch"));
    }

    /** First what needs no stack; where that succeeds, what the stack adds. */
    private int runTrainer(FamilyBenchmark benchmark) throws IOException, InterruptedException {
        BenchmarkProcesses processes = processes();
        String classPath = processes.classPath(benchmark);
        int compared = processes.run(classPath, benchmark.alone(), arguments);
        return compared == 0 ? runOnStack(classPath, benchmark.inStack(), List.of()) : compared;
    }

    /** A benchmark that needs the stack, whose bootstrap servers are its first argument; what was not up is not up after. */
    private int runOnStack(String classPath, String main, List<String> more) throws IOException, InterruptedException {
        Stack stack = atelier.stack();
        boolean wasUp = stack.isUp();
        try (InterruptionHook interruption = new InterruptionHook(() -> {
            if (!wasUp) {
                stack.down();
            }
        })) {
            if (!new StackStart(stack, atelier.out(), atelier.hints()).up(atelier.ports(), START_LIMIT)) {
                return 1;
            }
            List<String> all = new ArrayList<>(List.of(stack.ports().bootstrapServers()));
            all.addAll(more);
            return processes().run(classPath, main, all);
        } finally {
            if (!wasUp) {
                stack.down();
            }
        }
    }

    private interface Measured {
        int run(Stack stack) throws IOException, InterruptedException;
    }

    /** In a stack of its own, which is gone after: synthetic jobs must not be listed among real ones. */
    private int runInOwnStack(String name, int portBase, Measured measured) throws IOException, InterruptedException {
        Stack own = atelier.stack().inSubfolder(name).withEnvironment(ONE_JOB_AT_A_TIME);
        return runInOwnFolder(
                own,
                stack -> new StackStart(stack, atelier.out(), atelier.hints())
                                .up(
                                        Optional.of(atelier.ports().orElse(StackPorts.from(portBase, Families.all()))),
                                        START_LIMIT)
                        ? measured.run(stack)
                        : 1);
    }

    private int runInOwnFolder(Stack stack, Measured measured) throws IOException, InterruptedException {
        try (InterruptionHook interruption = new InterruptionHook(() -> end(stack))) {
            return measured.run(stack);
        } finally {
            end(stack);
        }
    }

    private static void end(Stack stack) {
        stack.down();
        try {
            stack.folder().wipe();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + stack.folder().home(), e);
        }
    }

    private int ofPages(Stack stack) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(
                List.of(stack.ports().bootstrapServers(), stack.ports().resultsUrl()));
        all.addAll(arguments);
        return processes().runWithStack("dev.atelier.bench.stack.PageBench", all);
    }

    private int ofLog(Stack stack) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(
                List.of(stack.folder().home().toString(), atelier.root().toString()));
        all.addAll(arguments);
        return processes().runWithStack("dev.atelier.bench.stack.LogBench", all);
    }

    /** With a broker and a dataset service of its own, and no tables. */
    private int ofLedger() throws IOException, InterruptedException {
        StackFolder folder = atelier.stack().inSubfolder("bench-ledger").folder();
        try {
            List<String> all = new ArrayList<>(
                    List.of(folder.home().toString(), atelier.root().toString()));
            all.addAll(arguments);
            return processes().runWithStack("dev.atelier.bench.stack.LedgerBench", all);
        } finally {
            folder.wipe();
        }
    }

    private int ofFleet(Stack stack) throws IOException, InterruptedException {
        return processes()
                .runWithStack(
                        "dev.atelier.bench.stack.FleetBench",
                        List.of(stack.folder().home().toString(), atelier.root().toString(), String.valueOf(rounds())));
    }

    private int ofBeside(Stack stack) throws IOException, InterruptedException {
        int base = atelier.ports().map(StackPorts::results).orElse(BESIDE_PORT_BASE);
        return processes()
                .runWithStack(
                        "dev.atelier.bench.stack.SideBySideBench",
                        List.of(
                                stack.folder().home().toString(),
                                atelier.root().toString(),
                                String.valueOf(base),
                                String.valueOf(rounds())));
    }

    private int rounds() {
        if (arguments.isEmpty()) {
            return FLEET_ROUNDS;
        }
        if (!arguments.getFirst().matches("[1-9]\\d{0,3}")) {
            throw new UsageException(
                    "rounds is '" + arguments.getFirst() + "'; expected a whole number from 1 to 9999");
        }
        return Integer.parseInt(arguments.getFirst());
    }
}
