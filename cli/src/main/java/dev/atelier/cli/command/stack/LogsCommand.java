package dev.atelier.cli.command.stack;

import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.stack.Stack;
import dev.atelier.cli.stack.StackRecord.ServiceRecord;
import dev.atelier.cli.stack.service.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code atelier logs}: the end of the services' logs, and with {@code --follow} what is added to them. */
@Command(name = "logs", mixinStandardHelpOptions = true, description = "Show what the services wrote.")
public final class LogsCommand implements Callable<Integer> {
    private static final int LOOK_MILLIS = 200;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "Only this one; 'supervisor' is one too.")
    private @Nullable String service;

    @Option(
            names = {"-f", "--follow"},
            description = "Keep printing new lines until interrupted.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "COUNT",
            defaultValue = "40",
            description = "How many lines of each. Default: ${DEFAULT-VALUE}.")
    private int lines;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Stack stack = atelier.requestedStack();
        List<LogFile> logs = new ArrayList<>();
        for (String name : names(stack)) {
            Path file = stack.folder().log(name);
            if (service == null || name.equals(service)) {
                logs.add(new LogFile(name, file));
            }
        }
        boolean several = logs.size() > 1;
        for (LogFile log : logs) {
            for (String line : log.readLast(lines)) {
                print(log, line, several);
            }
        }
        while (follow) {
            for (LogFile log : logs) {
                for (String line : log.readAdded()) {
                    print(log, line, several);
                }
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return 0;
    }

    private List<String> names(Stack stack) throws IOException {
        List<String> names =
                new ArrayList<>(stack.status().stream().map(ServiceRecord::name).toList());
        names.add("supervisor");
        if (service != null && !names.contains(service)) {
            throw new StackException(
                    "there is no service '" + service + "'; expected one of " + String.join(", ", names));
        }
        if (service != null && !Files.exists(stack.folder().log(service))) {
            throw new StackException(
                    service + " has written nothing yet: no " + stack.folder().log(service));
        }
        return names;
    }

    private void print(LogFile log, String line, boolean withName) {
        atelier.out().println(withName ? "%-16s | %s".formatted(log.service(), line) : line);
    }
}
