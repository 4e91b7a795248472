package dev.atelier.cli.command.study;

import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.invocation.UsageException;
import dev.atelier.cli.mlflow.StudyExport;
import dev.atelier.cli.mlflow.client.Credentials;
import dev.atelier.cli.mlflow.client.MlflowClient;
import dev.atelier.cli.mlflow.client.TrackingAddress;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code atelier export mlflow STUDY}: a study as an experiment of MLflow. */
@Command(
        name = "mlflow",
        mixinStandardHelpOptions = true,
        description = {
            "Write a study into an MLflow tracking server: a run for each job that has started, with its parameters,"
                    + " its metrics by epoch, and its files. Running it again adds what is new.",
            "MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, hold the credentials."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:written; files that were skipped are named", "1:not written"})
final class ExportMlflowCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private ExportCommand export;

    @Parameters(
            paramLabel = "STUDY",
            description =
                    "The study: its id, at least the first 4 characters of it, or its name for the latest of that name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String study;

    @Option(
            names = "--to",
            paramLabel = "URL",
            description = "The tracking server. Default: MLFLOW_TRACKING_URI, or http://localhost:5000.")
    private @Nullable String to;

    @Option(names = "--experiment", paramLabel = "NAME", description = "The experiment. Default: the study's name.")
    private @Nullable String experiment;

    @Option(names = "--no-artifacts", description = "Leave out the files of the results.")
    private boolean noArtifacts;

    @Option(names = "--json", description = "Print the outcome as JSON; progress goes to standard error.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Invocation atelier = export.atelier();
        TrackingAddress address = TrackingAddress.of(Optional.ofNullable(to), System.getenv());
        Credentials credentials = Credentials.of(System.getenv());
        ResultsService results = atelier.results();
        StudyResponse chosen = atelier.study(study);
        String name = Optional.ofNullable(experiment).orElse(chosen.name());
        if (name.isBlank()) {
            throw new UsageException("--experiment is blank; expected a name");
        }
        MlflowClient mlflow = new MlflowClient(address, credentials);
        PrintWriter progress = json ? atelier.err() : atelier.out();
        var summary = new StudyExport(results, mlflow, !noArtifacts, progress::println).export(chosen, name);
        atelier.out()
                .println(json ? summary.document().put("study", chosen.id()).toString() : summary.sentence());
        return 0;
    }
}
