package dev.atelier.cli;

import dev.atelier.cli.stack.Stack;
import dev.atelier.cli.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code atelier bench}: has a trainer measure itself, in a JVM with the flags that it has in the stack. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measure a part of Atelier on this machine, which should have nothing else to do.",
            "  mlp      the training speed, by turns with NumPy doing the identical steps,",
            "           and what share of a job's time the event-driven stack adds",
            "  dataset  how fast a dataset comes from its topic into a trainer"
        })
final class BenchCommand implements Callable<Integer> {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Atelier atelier;

    @Parameters(index = "0", paramLabel = "WHAT", description = "What to measure: mlp or dataset.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String what;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARGUMENT",
            description = "mlp: rounds, steps a round, threads; dataset: name, times.")
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path app = atelier.root().resolve("mlp-trainer/target/quarkus-app");
        if (!Files.isDirectory(app)) {
            throw new StackException("mlp-trainer is not built: there is no " + app);
        }
        return switch (what) {
            case "mlp" -> {
                int compared = run(app, "dev.atelier.mlp.bench.MlpBench", arguments);
                yield compared == 0 ? onStack(app, "dev.atelier.mlp.bench.ShellShare", List.of()) : compared;
            }
            case "dataset" -> onStack(app, "dev.atelier.trainer.dataset.DatasetLoadBench", arguments);
            default -> throw new StackException("WHAT is '" + what + "'; expected mlp or dataset");
        };
    }

    /** A benchmark that needs the stack, whose bootstrap servers are its first argument; what was not up is not up after. */
    private int onStack(Path app, String main, List<String> more) throws IOException, InterruptedException {
        Stack stack = atelier.stack();
        boolean wasUp = stack.isUp();
        try {
            if (!new StackStart(stack, atelier.out()).up(atelier.ports(), START_LIMIT)) {
                return 1;
            }
            List<String> all = new ArrayList<>(List.of(stack.ports().bootstrapServers()));
            all.addAll(more);
            return run(app, main, all);
        } finally {
            if (!wasUp) {
                stack.down();
            }
        }
    }

    private static int run(Path app, String main, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx2g",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                app.resolve("app") + "/*:" + app.resolve("lib/main") + "/*:" + app.resolve("lib/boot") + "/*",
                main));
        command.addAll(arguments);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
