package dev.atelier.cli.command.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.invocation.PriorityOption;
import dev.atelier.cli.submission.Setting;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code atelier fork JOB --epoch K}: starts a job from the weights of another. */
@Command(
        name = "fork",
        mixinStandardHelpOptions = true,
        description =
                "Submit a job that starts from the weights of another after an epoch. What --set does not change is as in "
                        + "the other job.")
public final class ForkCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Parameters(
            paramLabel = "JOB",
            description = "The other job: its id, at least the first 4 characters of it, or its name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Option(
            names = "--epoch",
            required = true,
            paramLabel = "EPOCH",
            description = "The epoch of the other job whose weights are taken.")
    private int epoch;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Set a field of the job: --set training.optimizer.learningRate=0.0001. May be repeated.")
    private List<String> settings = List.of();

    @Mixin
    private final PriorityOption priority = new PriorityOption();

    @Mixin
    private final SubmittedJob submitted = new SubmittedJob();

    @Override
    public Integer call() throws InterruptedException {
        List<Setting> changes =
                new ArrayList<>(settings.stream().map(Setting::parse).toList());
        priority.priority().map(Setting::priority).ifPresent(changes::add);
        String job = atelier.lookup().job(id);
        JsonNode request = Json.tree(Map.of("fork", Map.of("job", job, "epoch", epoch)));
        for (Setting change : changes) {
            request = change.applyTo(request);
        }
        SubmissionAccepted accepted = atelier.datasets().submit(request, false);
        return submitted.report(atelier, accepted, "forked from job " + job + " at epoch " + epoch);
    }
}
