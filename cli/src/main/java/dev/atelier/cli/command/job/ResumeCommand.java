package dev.atelier.cli.command.job;

import dev.atelier.cli.invocation.Invocation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code atelier resume ID}. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Resume a paused job, or the paused jobs of a study.")
public final class ResumeCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private ControlRequest request;

    @Override
    public Integer call() {
        return request.send(atelier, "resume", false);
    }
}
