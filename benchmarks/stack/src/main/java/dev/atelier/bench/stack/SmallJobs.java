package dev.atelier.bench.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.client.DatasetServiceClient;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.stack.service.StackPorts;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Studies of small MLPs that differ in their seeds. */
final class SmallJobs {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final String STUDY = """
            {"study": "small-jobs", "base": {"family": "mlp", "model": {"hidden": [512, 512]},
             "data": {"dataset": "fashion-mnist-sample", "split": {"validation": 200}},
             "training": {"epochs": 4, "batchSize": 64}}}
            """;

    private final DatasetServiceClient submissions;
    private final ResultsService results;
    private final int threads;

    /** @param threads that each job requests */
    SmallJobs(StackPorts ports, int threads) {
        this.threads = threads;
        this.submissions = new DatasetServiceClient(ports.datasetUrl());
        this.results = new ResultsService(ports.resultsUrl());
    }

    /**
     * Trains them, also where there are results already.
     *
     * @param seed of the first; those of the others follow it
     * @return the jobs in the order of their seeds, each of which has completed at its first attempt
     */
    List<JobResponse> train(long seed, int size) throws IOException, InterruptedException {
        SubmissionAccepted accepted = submissions.submit(request(seed, size), true);
        List<JobResponse> jobs = List.of();
        while (jobs.size() < size || !jobs.stream().allMatch(JobResponse::hasEnded)) {
            Thread.sleep(LOOK);
            jobs = results.jobsOf(String.valueOf(accepted.study()));
        }
        if (!jobs.stream().allMatch(job -> job.isCompleted() && job.attempt() == 1)) {
            throw new IllegalStateException("expected each job to complete exactly once, but found " + jobs);
        }
        return jobs.stream().sorted(Comparator.comparingLong(JobResponse::seed)).toList();
    }

    /** SHA-256 of the weights of each job. */
    List<String> digests(List<JobResponse> jobs) {
        return jobs.stream()
                .map(job -> results.job(job.id()).orElseThrow())
                .map(job -> Objects.requireNonNull(job.model()).sha256())
                .toList();
    }

    /** From the first job's start to the last one's end. */
    static double seconds(List<JobResponse> jobs) {
        Instant start = times(jobs, job -> Optional.ofNullable(job.startedAt()))
                .min(Instant::compareTo)
                .orElseThrow();
        Instant end = times(jobs, job -> Optional.ofNullable(job.endedAt()))
                .max(Instant::compareTo)
                .orElseThrow();
        return Duration.between(start, end).toMillis() / 1000.0;
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static Stream<Instant> times(List<JobResponse> jobs, Function<JobResponse, Optional<Instant>> time) {
        return jobs.stream().flatMap(job -> time.apply(job).stream());
    }

    private JsonNode request(long seed, int size) throws IOException {
        ObjectNode study = (ObjectNode) Json.MAPPER.readTree(STUDY);
        study.withObject("/base/runtime").put("threads", threads);
        for (int i = 0; i < size; i++) {
            study.withArray("seeds").add(seed + i);
        }
        return study;
    }
}
