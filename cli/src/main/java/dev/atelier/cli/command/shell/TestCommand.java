package dev.atelier.cli.command.shell;

import dev.atelier.cli.stack.service.StackException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code atelier test}: carried out by the entry script, listed here for help and completion. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Build everything and run every test, and list those that were skipped on this machine.")
public final class TestCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "ARGUMENT",
            description = "Arguments for Maven, such as -pl contracts -am.")
    private List<String> arguments = List.of();

    @Override
    public Integer call() {
        throw new StackException("test " + String.join(" ", arguments) + " works only through the script ./atelier");
    }
}
