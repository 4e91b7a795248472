package dev.atelier.cli;

import dev.atelier.cli.stack.Stack;
import dev.atelier.cli.stack.service.Build;
import dev.atelier.cli.stack.service.StackException;
import dev.atelier.cli.stack.service.StackFolder;
import dev.atelier.cli.stack.service.StackPorts;
import dev.atelier.cli.terminal.EscapingWriter;
import dev.atelier.contracts.family.Families;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
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
            RestoreCommand.class,
            ReportCommand.class,
            ExportCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            RebuildCommand.class,
            PinCommand.class,
            UnpinCommand.class,
            GcCommand.class,
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
        CommandLine commandLine = new CommandLine(atelier);
        // Only who reads it needs the families' descriptors for it.
        Objects.requireNonNull(commandLine.getSubcommands().get("bench"))
                .getHelpSectionMap()
                .put(UsageMessageSpec.SECTION_KEY_DESCRIPTION, help -> BenchCommand.description(atelier.root));
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler(new ErrorSentences());
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** The stack that keeps everything in the folder that was requested, whether it is up or not. */
    Stack stack() {
        return new Stack(
                new StackFolder(home()), new Build(root), ports().orElseGet(() -> StackPorts.usual(Families.all())));
    }

    /**
     * The same stack, for commands that would mean another one if it is up on other ports than those requested.
     *
     * @throws StackException if it is
     */
    Stack requestedStack() {
        Stack stack = stack();
        Optional<StackPorts> running = stack.runningPorts();
        if (running.isPresent()
                && ports().filter(chosen -> !chosen.isSameRow(running.get())).isPresent()) {
            throw new StackException(
                    "--port-base is %d, but the stack in %s is up with results-service on port %d; leave"
                                    .formatted(
                                            portBase,
                                            stack.folder().home(),
                                            running.get().results())
                            + " --port-base out, or name another stack's folder with --data");
        }
        return stack;
    }

    /**
     * The same stack, for commands that call its services. Nothing is ever sent to what listens on the ports of a
     * stack that is down: it is somebody else's.
     *
     * @throws StackException if it is not up, or not on the requested ports; the message contains what to do
     */
    Stack runningStack() {
        Stack stack = requestedStack();
        if (stack.runningPorts().isEmpty()) {
            throw new StackException(
                    "no stack is up in " + stack.folder().home() + "; '" + command("up") + "' starts one");
        }
        return stack;
    }

    /** A command line for this same stack. */
    private String command(String subcommand) {
        return "atelier "
                + (home().equals(root.resolve(".atelier")) ? "" : "--data " + home() + " ")
                + (portBase == null ? "" : "--port-base " + portBase + " ")
                + subcommand;
    }

    private Path home() {
        return Optional.ofNullable(data)
                .filter(given -> !given.toString().isEmpty())
                .orElse(root.resolve(".atelier"));
    }

    /** The project's folder. */
    Path root() {
        return root;
    }

    /** The ports that were requested. */
    Optional<StackPorts> ports() {
        return Optional.ofNullable(portBase).map(base -> StackPorts.from(base, Families.all()));
    }

    /** Where results are printed; control characters are escaped. */
    PrintWriter out() {
        return new PrintWriter(new EscapingWriter(spec.commandLine().getOut()), true);
    }

    /** Where everything else is printed; control characters are escaped. */
    PrintWriter err() {
        return new PrintWriter(new EscapingWriter(spec.commandLine().getErr()), true);
    }

    /** What {@link #out} or {@link #err} writes to, for those who draw on a terminal and escape what they are given. */
    PrintWriter terminal(boolean errors) {
        return errors ? spec.commandLine().getErr() : spec.commandLine().getOut();
    }
}
