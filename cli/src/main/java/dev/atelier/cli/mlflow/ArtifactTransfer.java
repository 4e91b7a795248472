package dev.atelier.cli.mlflow;

import dev.atelier.cli.client.DownloadedFile;
import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.client.ServiceException;
import dev.atelier.cli.mlflow.client.ArtifactPlace;
import dev.atelier.cli.mlflow.client.MlflowClient;
import dev.atelier.cli.mlflow.client.MlflowException;
import dev.atelier.cli.mlflow.client.TrackedRun;
import dev.atelier.contracts.event.JobCompleted.Artifact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Transfers files of results from the results-service to MLflow's artifact store, without keeping any on the way. */
final class ArtifactTransfer {
    private static final Transferred NOTHING = new Transferred(0, List.of());

    private final ResultsService results;
    private final MlflowClient mlflow;

    private Optional<String> obstacle = Optional.empty();

    ArtifactTransfer(ResultsService results, MlflowClient mlflow) {
        this.results = results;
        this.mlflow = mlflow;
    }

    /**
     * The outcome for a job's files.
     *
     * @param sent how many were not there before
     * @param missing why files could not be read, a sentence for each
     */
    record Transferred(int sent, List<String> missing) {
        Transferred {
            missing = List.copyOf(missing);
        }
    }

    /** Why files were skipped, if any were so far: a clause. */
    Optional<String> obstacle() {
        return obstacle;
    }

    /**
     * Sends what is not there yet. Equal results are files of equal bytes, so of the same result a file of the right name
     * and size is the right one.
     *
     * @param sameResult whether what lies there already is of the result that the job has now
     */
    Transferred transfer(JobRun job, TrackedRun run, boolean sameResult) throws InterruptedException {
        if (job.artifacts().isEmpty()) {
            return NOTHING;
        }
        return switch (ArtifactPlace.of(run.artifactUri(), mlflow.address())) {
            case ArtifactPlace.OutOfReach(String reason) -> skip(reason);
            case ArtifactPlace.Proxied folder -> {
                try {
                    yield transfer(job, folder, sameResult ? mlflow.files(folder) : Map.of());
                } catch (MlflowException e) {
                    if (e.code().equals(MlflowException.TAKES_NO_ARTIFACTS)) {
                        yield skip(String.valueOf(e.getMessage()));
                    }
                    throw e;
                }
            }
        };
    }

    private Transferred transfer(JobRun job, ArtifactPlace.Proxied folder, Map<String, Long> sizes)
            throws InterruptedException {
        int sent = 0;
        List<String> missing = new ArrayList<>();
        for (Artifact artifact : job.artifacts()) {
            if (sizes.getOrDefault(artifact.name(), -1L) == artifact.bytes()) {
                continue;
            }
            try (DownloadedFile file = results.artifact(job.job(), artifact.name())) {
                mlflow.upload(folder, artifact.name(), file.in(), file.bytes() < 0 ? artifact.bytes() : file.bytes());
                sent++;
            } catch (ServiceException e) {
                if (e.isPassing()) {
                    throw e;
                }
                missing.add(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                throw new UncheckedIOException("artifact '" + artifact.name() + "' of job " + job.job(), e);
            }
        }
        return new Transferred(sent, missing);
    }

    private Transferred skip(String reason) {
        obstacle = Optional.of(reason);
        return NOTHING;
    }
}
