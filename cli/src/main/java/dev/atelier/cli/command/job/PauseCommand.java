package dev.atelier.cli.command.job;

import dev.atelier.cli.invocation.Invocation;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
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

    @Parameters(
            paramLabel = "ID",
            description = "The job or the study: its id, at least the first 4 characters of it, or its name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Option(names = "--reason", paramLabel = "TEXT", description = "The reason, which its page shows.")
    private @Nullable String reason;

    @Option(names = "--now", description = "Give up the epoch that is being trained, instead of ending it first.")
    private boolean now;

    @Option(names = "--json", description = "Print the outcome as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        return new ControlRequest("pause", now, reason).send(atelier, id, json);
    }
}
