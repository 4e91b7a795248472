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

/** {@code atelier bench mlp}: has a trainer measure itself, in a JVM with the flags that it has in the stack. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measure the training speed, side by side with NumPy doing the identical steps,",
            "and what share of a job's time the event-driven stack adds."
        })
final class BenchCommand implements Callable<Integer> {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Atelier atelier;

    @Parameters(index = "0", paramLabel = "TRAINER", description = "What to measure: mlp.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String trainer;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARGUMENT",
            description = "Rounds, steps a round, threads.")
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!trainer.equals("mlp")) {
            throw new StackException("TRAINER is '" + trainer + "'; expected mlp");
        }
        Path app = atelier.root().resolve("mlp-trainer/target/quarkus-app");
        if (!Files.isDirectory(app)) {
            throw new StackException("mlp-trainer is not built: there is no " + app);
        }
        int compared = run(app, "dev.atelier.mlp.bench.MlpBench", arguments);
        return compared == 0 ? shellShare(app) : compared;
    }

    /** What the stack adds to a job; a stack that was not up before is not up after. */
    private int shellShare(Path app) throws IOException, InterruptedException {
        Stack stack = atelier.stack();
        boolean wasUp = stack.isUp();
        try {
            if (!new StackStart(stack, atelier.out()).up(atelier.ports(), START_LIMIT)) {
                return 1;
            }
            return run(
                    app,
                    "dev.atelier.mlp.bench.ShellShare",
                    List.of(stack.ports().bootstrapServers()));
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
