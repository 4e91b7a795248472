package dev.atelier.cli.command.job;

import dev.atelier.cli.invocation.Invocation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code atelier pause ID}. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description =
                "Pause a job, or all jobs of a study that no other submission needs. A paused job frees its trainer; once"
                        + " it is resumed, it continues after its last epoch with the same result.")
public final class PauseCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private ControlRequest request;

    @Option(names = "--now", description = "Give up the epoch that is being trained, instead of ending it first.")
    private boolean now;

    @Override
    public Integer call() {
        return request.send(atelier, "pause", now);
    }
}
