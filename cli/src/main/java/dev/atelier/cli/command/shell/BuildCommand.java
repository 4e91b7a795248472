package dev.atelier.cli.command.shell;

import dev.atelier.cli.stack.service.StackException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code atelier build}: carried out by the entry script, listed here for help and completion. */
@Command(
        name = "build",
        mixinStandardHelpOptions = true,
        description =
                "Build what has changed since the last build; from now on also the trainers of these families, which need PyTorch (a"
                        + " download of about 120 MB, once).")
public final class BuildCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "FAMILY", description = "The families, such as cnn or transfer.")
    private List<String> arguments = List.of();

    @Override
    public Integer call() {
        throw new StackException("build " + String.join(" ", arguments) + " works only through the script ./atelier");
    }
}
