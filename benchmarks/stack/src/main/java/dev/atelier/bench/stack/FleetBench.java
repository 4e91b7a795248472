package dev.atelier.bench.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.client.DatasetServiceClient;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.stack.Stack;
import dev.atelier.cli.stack.service.Build;
import dev.atelier.cli.stack.service.StackFolder;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.json.Json;
import dev.atelier.localstack.process.ChildProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How much sooner several trainers of one family get done with a study of 40 jobs than one does, by turns. Every job
 * calculates on one thread; trainers that have just been started get jobs that do not count. Arguments: the folder of a
 * stack that is up, the project's folder, rounds.
 */
public final class FleetBench {
    private static final List<Integer> TRAINERS = List.of(1, 2, 4);
    private static final int JOBS = 40;
    private static final int WARM_UP = 4;
    private static final int SPARE_PORT = 5;
    private static final String TRAINER = "mlp-trainer";
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final String STUDY = """
            {"study": "fleet", "base": {"family": "mlp", "model": {"hidden": [512, 512]},
             "data": {"dataset": "fashion-mnist-sample", "split": {"validation": 200}},
             "training": {"epochs": 4, "batchSize": 64}, "runtime": {"threads": 1}}}
            """;

    private final Stack stack;
    private final PrintStream out;
    private final DatasetServiceClient submissions;
    private final ResultsService results;
    private final List<ChildProcess> others = new ArrayList<>();
    private long seed = 1;

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Stack stack = new Stack(new StackFolder(Path.of(arguments[0])), new Build(Path.of(arguments[1])));
        new FleetBench(stack, System.out).run(Integer.parseInt(arguments[2]));
        System.exit(0);
    }

    private FleetBench(Stack stack, PrintStream out) {
        this.stack = stack;
        this.out = out;
        this.submissions = new DatasetServiceClient(stack.ports().datasetUrl());
        this.results = new ResultsService(stack.ports().resultsUrl());
    }

    private void run(int rounds) throws IOException, InterruptedException {
        Map<Integer, List<Double>> seconds = new TreeMap<>();
        try {
            for (int round = 1; round <= rounds; round++) {
                for (int trainers : TRAINERS) {
                    startTrainers(trainers);
                    runStudy(WARM_UP * trainers);
                    double took = runStudy(JOBS);
                    out.printf("round %d, %d trainers: %.1f s%n", round, trainers, took);
                    seconds.computeIfAbsent(trainers, none -> new ArrayList<>()).add(took);
                }
            }
        } finally {
            others.forEach(ChildProcess::stop);
        }
        double one = median(seconds.getOrDefault(1, List.of()));
        seconds.forEach((trainers, all) -> out.printf(
                "%d trainers: %.1f jobs a minute, %.2f times one trainer's%n",
                trainers, JOBS * 60 / median(all), one / median(all)));
    }

    private void startTrainers(int trainers) {
        while (others.size() < trainers - 1) {
            others.add(stack.startAnother(TRAINER, stack.ports().results() + SPARE_PORT + others.size(), START_LIMIT));
        }
        while (others.size() > trainers - 1) {
            others.removeLast().stop();
        }
    }

    /** Seconds from the first job's start to the last one's end. */
    private double runStudy(int size) throws IOException, InterruptedException {
        SubmissionAccepted accepted = submissions.submit(request(size), false);
        List<JobResponse> jobs = List.of();
        while (jobs.size() < size || !jobs.stream().allMatch(JobResponse::hasEnded)) {
            Thread.sleep(LOOK);
            jobs = results.jobsOf(String.valueOf(accepted.study()));
        }
        if (!jobs.stream().allMatch(job -> job.isCompleted() && job.attempt() == 1)) {
            throw new IllegalStateException("expected each job to complete exactly once, but found " + jobs);
        }
        return Duration.between(earliest(jobs), latest(jobs)).toMillis() / 1000.0;
    }

    private JsonNode request(int size) throws IOException {
        ObjectNode study = (ObjectNode) Json.MAPPER.readTree(STUDY);
        for (int i = 0; i < size; i++) {
            study.withArray("seeds").add(seed++);
        }
        return study;
    }

    private static Instant earliest(List<JobResponse> jobs) {
        return jobs.stream()
                .flatMap(job -> Optional.ofNullable(job.startedAt()).stream())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private static Instant latest(List<JobResponse> jobs) {
        return jobs.stream()
                .flatMap(job -> Optional.ofNullable(job.endedAt()).stream())
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
