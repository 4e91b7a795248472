package dev.atelier.cli.invocation;

import dev.atelier.cli.client.DatasetServiceClient;
import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.hint.Hints;
import dev.atelier.cli.stack.Stack;
import dev.atelier.cli.stack.service.Build;
import dev.atelier.cli.stack.service.StackException;
import dev.atelier.cli.stack.service.StackFolder;
import dev.atelier.cli.stack.service.StackPorts;
import dev.atelier.cli.terminal.EscapingWriter;
import dev.atelier.cli.terminal.Screen;
import dev.atelier.cli.terminal.TextTable;
import dev.atelier.contracts.family.Families;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The options that all commands share: which stack they mean, and where they print. */
public abstract class Invocation {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:ATELIER_HOME}",
            description = "The folder of all data. Default: ATELIER_HOME, or the folder .atelier of the project.")
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
    private final Screen screen = Screen.ofProcess();

    /** @param root the project's folder */
    protected Invocation(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** The stack that keeps everything in the folder that was requested, whether it is up or not. */
    public final Stack stack() {
        return new Stack(
                new StackFolder(home()), new Build(root), ports().orElseGet(() -> StackPorts.usual(Families.all())));
    }

    /**
     * The same stack, for commands that would mean another one if it is up on other ports than those requested.
     *
     * @throws StackException if it is
     */
    public final Stack requestedStack() {
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
     * stack that is down: it belongs to another program.
     *
     * @throws StackException if it is not up, or not on the requested ports; the message contains what to do
     */
    public final Stack runningStack() {
        Stack stack = requestedStack();
        if (stack.runningPorts().isEmpty()) {
            throw new StackException(
                    "no stack is up in " + stack.folder().home() + "; " + hints().command("up") + " starts one");
        }
        return stack;
    }

    /** Command lines for this same stack. */
    public final Hints hints() {
        List<String> options = new ArrayList<>();
        if (!home().equals(root.resolve(".atelier"))) {
            options.addAll(List.of("--data", home().toString()));
        }
        if (portBase != null) {
            options.addAll(List.of("--port-base", portBase.toString()));
        }
        return Hints.with(options);
    }

    /** The results-service of the stack that is up. */
    public final ResultsService results() {
        return new ResultsService(runningStack().ports().resultsUrl());
    }

    /**
     * The study that a person means.
     *
     * @throws StackException if there is none, or several
     */
    public final StudyResponse study(String typed) {
        String id = lookup().study(typed);
        return results()
                .study(id)
                .orElseThrow(() -> new StackException(
                        "there is no study '" + id + "'; " + hints().command("studies") + " lists the studies"));
    }

    /** The dataset-service of the stack that is up. */
    public final DatasetServiceClient datasets() {
        return new DatasetServiceClient(runningStack().ports().datasetUrl());
    }

    /** Finds jobs and studies of the stack that is up by what a person calls them. */
    public final Lookup lookup() {
        return new Lookup(results(), hints());
    }

    private Path home() {
        return Optional.ofNullable(data)
                .filter(given -> !given.toString().isEmpty())
                .orElse(root.resolve(".atelier"));
    }

    /** The project's folder. */
    public final Path root() {
        return root;
    }

    /**
     * The ports that were requested.
     *
     * @throws UsageException if there is no room for them
     */
    public final Optional<StackPorts> ports() {
        try {
            return Optional.ofNullable(portBase).map(base -> StackPorts.from(base, Families.all()));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** Prints which options and subcommands there are. */
    protected final void printUsage() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Where results are printed; control characters are escaped. */
    public final PrintWriter out() {
        return new PrintWriter(new EscapingWriter(spec.commandLine().getOut()), true);
    }

    /** Where everything else is printed; control characters are escaped. */
    public final PrintWriter err() {
        return new PrintWriter(new EscapingWriter(spec.commandLine().getErr()), true);
    }

    /** Prints a table where results are printed, in colours and fitted to the terminal where it is one. */
    public final void print(TextTable table) {
        Screen screen = screen();
        PrintWriter out = terminal(false);
        out.print(table.render(screen.width(false), screen.isColoured(false)));
        out.flush();
    }

    /** What results and errors are printed to. */
    public final Screen screen() {
        return screen;
    }

    /** What {@link #out} or {@link #err} writes to, for those who draw on a terminal and escape what they are given. */
    public final PrintWriter terminal(boolean errors) {
        return errors ? spec.commandLine().getErr() : spec.commandLine().getOut();
    }
}
