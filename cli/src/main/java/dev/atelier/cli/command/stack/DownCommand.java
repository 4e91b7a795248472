package dev.atelier.cli.command.stack;

import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.stack.Stack;
import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.json.Json;
import java.io.Console;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code atelier down}: ends every process of the stack, and with {@code --wipe} deletes what it kept. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stop the stack. Its data is kept for the next 'up', unless --wipe is given.")
public final class DownCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Option(names = "--wipe", description = "Also delete all its data: events, results, models, logs.")
    private boolean wipe;

    @Option(
            names = {"-y", "--yes"},
            description = "Delete without a prompt; without a terminal, --wipe needs this.")
    private boolean yes;

    @Option(names = "--json", description = "Print the outcome as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Stack stack = atelier.requestedStack();
        if (wipe && !yes && !isConfirmed(stack)) {
            return 1;
        }
        int ended = stack.down();
        if (!json) {
            atelier.out()
                    .println(
                            ended == 0
                                    ? "The stack was not up."
                                    : "The stack is down: " + Counted.of(ended, "process") + " ended.");
        }
        if (wipe) {
            stack.folder().wipe();
        }
        if (json) {
            atelier.out()
                    .println(Json.MAPPER.createObjectNode().put("ended", ended).put("wiped", wipe));
        } else if (wipe) {
            atelier.out().println("Deleted all data in " + stack.folder().home() + ".");
        }
        return 0;
    }

    private boolean isConfirmed(Stack stack) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            atelier.err()
                    .println("Nothing was done: without a terminal, 'down --wipe' deletes "
                            + stack.folder().home() + " only with --yes.");
            return false;
        }
        String answer = console.readLine(
                "Delete everything in %s? [y/N] ", stack.folder().home());
        boolean confirmed =
                answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
        if (!confirmed) {
            atelier.err().println("Nothing was done.");
        }
        return confirmed;
    }
}
