package dev.atelier.cli;

import dev.atelier.cli.stack.Stack;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code atelier down}: ends every process of the stack, and with {@code --wipe} deletes what it kept. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "End the stack; its data stay for the next 'up', unless --wipe.")
final class DownCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Atelier atelier;

    @Option(names = "--wipe", description = "Delete everything the stack kept: events, results, models, logs.")
    private boolean wipe;

    @Override
    public Integer call() throws IOException {
        Stack stack = atelier.stack();
        if (wipe
                && !new Confirmation(atelier)
                        .confirm("Delete everything in " + stack.folder().home() + "?", true)) {
            atelier.err().println("Nothing was done.");
            return 1;
        }
        int ended = stack.down();
        atelier.out()
                .println(ended == 0 ? "The stack was not up." : "The stack is down: " + ended + " processes ended.");
        if (wipe) {
            stack.folder().wipe();
            atelier.out().println("Deleted what it kept in " + stack.folder().home() + ".");
        }
        return 0;
    }
}
