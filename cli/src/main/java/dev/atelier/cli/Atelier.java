package dev.atelier.cli;

import dev.atelier.cli.stack.Build;
import dev.atelier.cli.stack.Stack;
import dev.atelier.cli.stack.StackFolder;
import dev.atelier.cli.stack.StackPorts;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code atelier}: its subcommands, and the options that all of them share. */
@Command(
        name = "atelier",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "Trains neural networks as a set of event-driven services on this machine.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            SubmitCommand.class,
            JobsCommand.class,
            JobCommand.class,
            CancelCommand.class,
            VerifyCommand.class,
            ReportCommand.class,
            ExportCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            RebuildCommand.class,
            BenchCommand.class,
            DoctorCommand.class
        },
        footer = {
            "",
            "  test    Build everything and run every test; arguments go to Maven.",
            "",
            "Try: atelier run studies/quickstart.yaml"
        })
final class Atelier implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:ATELIER_HOME}",
            description = "Where everything is kept. Default: ATELIER_HOME, or .atelier in the project's folder.")
    private @Nullable Path data;

    @Option(
            names = "--port-base",
            paramLabel = "NUMBER",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:ATELIER_PORT_BASE}",
            description =
                    "Moves all ports: results NUMBER, dataset +1, trainers +2 to +4, Kafka +10 and +11, PostgreSQL"
                            + " +12.")
    private @Nullable Integer portBase;

    @Option(
            names = {"-y", "--yes"},
            scope = ScopeType.INHERIT,
            description = "Ask nothing, take yes for the answer; so it is also where CI=true.")
    private boolean yes;

    private final Path root;

    Atelier(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    public static void main(String[] arguments) {
        Path root = Path.of(System.getProperty("atelier.root", ""));
        CommandLine commandLine = commandLine(new Atelier(root));
        int exitCode = commandLine.execute(arguments);
        commandLine.getOut().flush();
        System.exit(exitCode);
    }

    static CommandLine commandLine(Atelier atelier) {
        return new CommandLine(atelier)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler(new ErrorSentences());
    }

    @Override
    public void run() {
        spec.commandLine().usage(out());
    }

    Stack stack() {
        Path home = Optional.ofNullable(data)
                .filter(given -> !given.toString().isEmpty())
                .orElse(root.resolve(".atelier"));
        return new Stack(new StackFolder(home), new Build(root));
    }

    /** The project's folder. */
    Path root() {
        return root;
    }

    /** The ports that were asked for. */
    Optional<StackPorts> ports() {
        return Optional.ofNullable(portBase).map(StackPorts::from);
    }

    /** Whether questions are answered with yes beforehand. */
    boolean assumesYes() {
        return yes || "true".equals(System.getenv("CI"));
    }

    /** Where results are printed. */
    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Where everything else is said. */
    PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
