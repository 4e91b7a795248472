package dev.atelier.cli.mlflow;

import dev.atelier.cli.client.Epoch;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.client.StudyResponse.Member;
import dev.atelier.cli.mlflow.client.MetricPoint;
import dev.atelier.cli.mlflow.client.RunStatus;
import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.metric.Split;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Maps a job of a study to a run; it knows no server. */
final class RunMapping {
    private static final int MAX_NAME = 250;
    private static final int MAX_TAG = 5000;
    private static final String TEST = Split.TEST.splitName() + ".";

    private final StudyResponse study;
    private final boolean severalExperiments;

    RunMapping(StudyResponse study) {
        this.study = study;
        this.severalExperiments =
                study.members().stream().map(Member::experiment).distinct().count() > 1;
    }

    /** What people call a job: its variant and its seed, and the experiment where the study has several. */
    String name(List<Member> members) {
        String variants = joined(
                members,
                member -> severalExperiments ? member.experiment() + " " + member.variant() : member.variant());
        String seed = " seed " + members.getFirst().seed();
        return Parameters.shortened(variants, MAX_NAME - seed.length()) + seed;
    }

    /**
     * The run of a job.
     *
     * @param members what the job is in the study; more than one where variants resolve to the same request
     * @return empty where it has not started
     */
    Optional<JobRun> run(List<Member> members, JobResponse job, List<Epoch> epochs) {
        Instant start = job.startedAt();
        if (start == null) {
            return Optional.empty();
        }
        return Optional.of(new JobRun(
                job.id(),
                name(members),
                start,
                Optional.ofNullable(job.endedAt()),
                status(job),
                job.request() == null ? Map.of() : Parameters.of(job.request()),
                metrics(job, epochs),
                tags(members, job),
                note(members, job),
                Objects.requireNonNullElse(job.artifacts(), List.of())));
    }

    private static RunStatus status(JobResponse job) {
        return switch (job.state()) {
            case COMPLETED -> RunStatus.FINISHED;
            case FAILED -> RunStatus.FAILED;
            case CANCELLED -> RunStatus.KILLED;
            case QUEUED, RUNNING, PAUSED -> RunStatus.RUNNING;
        };
    }

    private static List<MetricPoint> metrics(JobResponse job, List<Epoch> epochs) {
        List<MetricPoint> points = new ArrayList<>();
        for (Epoch epoch : epochs) {
            Points at = new Points(points, epoch.epoch(), epoch.completedAt());
            epoch.metrics().forEach(at::add);
            at.add("learningRate", epoch.learningRate());
            at.add("samplesPerSecond", epoch.samplesPerSecond());
            at.add("seconds", epoch.seconds());
        }
        Instant end = job.endedAt();
        if (end != null) {
            Points at = new Points(points, Objects.requireNonNullElse(job.testedEpoch(), job.epoch()), end);
            job.metrics().forEach((name, value) -> {
                if (name.startsWith(TEST)) {
                    at.add(name, value);
                }
            });
        }
        return points;
    }

    /** Collects what was measured at one time; a number that is none is no value. */
    private record Points(List<MetricPoint> points, long step, Instant time) {
        void add(String key, @Nullable Double value) {
            if (value != null) {
                points.add(new MetricPoint(key, step, value, time));
            }
        }
    }

    private Map<String, String> tags(List<Member> members, JobResponse job) {
        Map<String, String> tags = new HashMap<>();
        tags.put(Tags.JOB, job.id());
        tags.put(Tags.STUDY, study.id());
        tags.put(Tags.EXPERIMENT, joined(members, Member::experiment));
        tags.put(Tags.VARIANT, joined(members, Member::variant));
        tags.put(Tags.SEED, Long.toString(job.seed()));
        tags.put(Tags.FAMILY, job.family());
        Optional.ofNullable(job.datasetDigest()).ifPresent(digest -> tags.put(Tags.DATASET_DIGEST, digest));
        Optional.ofNullable(job.model()).ifPresent(model -> tags.put(Tags.MODEL_SHA256, model.sha256()));
        Optional.ofNullable(job.reason()).ifPresent(reason -> tags.put(Tags.REASON, reason));
        tags.replaceAll((key, value) -> Parameters.shortened(value, MAX_TAG));
        return tags;
    }

    private String note(List<Member> members, JobResponse job) {
        return "Job `%s` of the study `%s`: %s, seed %d, %s."
                .formatted(
                        job.id(),
                        study.id(),
                        joined(members, Member::variant),
                        job.seed(),
                        Counted.of(job.epochs(), "epoch"));
    }

    private static String joined(List<Member> members, Function<Member, String> part) {
        return members.stream().map(part).distinct().collect(Collectors.joining(", "));
    }
}
