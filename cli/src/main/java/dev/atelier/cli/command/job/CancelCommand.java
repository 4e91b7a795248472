package dev.atelier.cli.command.job;

import dev.atelier.cli.invocation.Invocation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code atelier cancel ID}. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = "Cancel a job, or all jobs of a study that no other submission needs.")
public final class CancelCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private ControlRequest request;

    @Override
    public Integer call() {
        return request.send(atelier, "cancel", false);
    }
}
