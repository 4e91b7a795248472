package dev.atelier.cli.mlflow;

import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.client.StudyResponse.Member;
import dev.atelier.cli.mlflow.client.MlflowClient;
import dev.atelier.cli.mlflow.client.MlflowClient.Experiment;
import dev.atelier.cli.mlflow.client.MlflowException;
import dev.atelier.cli.mlflow.client.TrackedRun;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Writes a study into an experiment, a run for each job that has started. A job's run is found again by its tag, and only
 * what it lacks is added: an export that is repeated, after an end or in the middle of one, gives each value once. Two at
 * the same time would both create what neither finds.
 */
public final class StudyExport {
    private static final String LINE = "%-24s  %s";

    private final ResultsService results;
    private final MlflowClient mlflow;
    private final boolean withArtifacts;
    private final Consumer<String> out;

    /** {@code out} gets the progress, line by line. */
    public StudyExport(ResultsService results, MlflowClient mlflow, boolean withArtifacts, Consumer<String> out) {
        this.results = results;
        this.mlflow = mlflow;
        this.withArtifacts = withArtifacts;
        this.out = out;
    }

    /**
     * Exports what is known of a study by now.
     *
     * @param experiment the name of the experiment, which is created where there is none
     * @throws MlflowException if the tracking server refuses or does not respond; what was written until then stays
     */
    public ExportSummary export(StudyResponse study, String experiment) throws InterruptedException {
        RunMapping mapping = new RunMapping(study);
        ExportSummary summary = new ExportSummary(experiment, mlflow.address());
        String experimentId = experimentId(experiment, study);
        Map<String, TrackedRun> runs = runsByJob(experimentId);
        ArtifactTransfer files = new ArtifactTransfer(results, mlflow);
        RunWriter writer = new RunWriter(mlflow, experimentId, withArtifacts ? Optional.of(files) : Optional.empty());
        Map<String, List<Member>> jobs = study.members().stream()
                .collect(Collectors.groupingBy(Member::job, LinkedHashMap::new, Collectors.toList()));
        for (Map.Entry<String, List<Member>> entry : jobs.entrySet()) {
            String id = entry.getKey();
            List<Member> members = entry.getValue();
            String name = mapping.name(members);
            // Read before its epochs: one that has ended has them all.
            Optional<JobResponse> job = results.job(id);
            Optional<JobRun> run = job.flatMap(known -> mapping.run(members, known, results.epochs(id)));
            if (run.isPresent()) {
                RunWriter.Written written = writer.write(run.get(), Optional.ofNullable(runs.get(id)));
                summary.count(written.outcome());
                out.accept(LINE.formatted(name, written.what()));
                written.remarks().forEach(remark -> out.accept("  " + remark));
            } else {
                summary.leaveOut();
                out.accept(
                        LINE.formatted(name, job.map(StudyExport::whyNotStarted).orElse("waits") + ", left out"));
            }
        }
        files.obstacle().ifPresent(reason -> out.accept("Artifacts were skipped: " + reason + "."));
        return summary;
    }

    private String experimentId(String name, StudyResponse study) throws InterruptedException {
        Optional<Experiment> known = mlflow.experiment(name);
        if (known.isEmpty()) {
            try {
                return mlflow.createExperiment(name, experimentTags(study));
            } catch (MlflowException e) {
                // Another client created it first.
                known = e.code().equals(MlflowException.ALREADY_EXISTS) ? mlflow.experiment(name) : Optional.empty();
                if (known.isEmpty()) {
                    throw e;
                }
            }
        }
        if (known.get().deleted()) {
            throw new MlflowException("experiment '" + name + "' at " + mlflow.address()
                    + " was deleted and still holds its name; restore it there, or name another with --experiment");
        }
        return known.get().id();
    }

    private static Map<String, String> experimentTags(StudyResponse study) {
        Map<String, String> tags = new HashMap<>(Map.of(Tags.STUDY, study.id()));
        if (!study.description().isBlank()) {
            tags.put(Tags.NOTE, study.description());
        }
        return tags;
    }

    private Map<String, TrackedRun> runsByJob(String experimentId) throws InterruptedException {
        return mlflow.runsWithTag(experimentId, Tags.JOB).stream()
                .collect(Collectors.toMap(
                        run -> run.tags().getOrDefault(Tags.JOB, ""), run -> run, (first, another) -> first));
    }

    private static String whyNotStarted(JobResponse job) {
        return job.hasEnded()
                ? job.state().label() + " before it started"
                        + Optional.ofNullable(job.reason())
                                .map(why -> " (" + why + ")")
                                .orElse("")
                : "waits";
    }
}
