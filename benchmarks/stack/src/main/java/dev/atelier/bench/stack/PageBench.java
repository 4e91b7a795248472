package dev.atelier.bench.stack;

import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures how long the pages take to answer over many jobs, whose events are in the log. Each page is
 * requested in every round, one request at a time; those of the first rounds do not count. Arguments: bootstrap servers,
 * address of the results-service, jobs (20,000) of 20 epochs, rounds (100). There are ten jobs of 200 epochs as well,
 * and one of 10,000. Meant for a stack without jobs.
 */
public final class PageBench {
    private static final double TARGET_MILLIS = 50;
    private static final double TARGET_MILLIS_OF_MANY_JOBS = 150;
    private static final int MANY_JOBS = 50_000;
    private static final double TARGET_MILLIS_OF_MANY_EPOCHS = 1_000;
    private static final int MANY_EPOCHS = 10_000;
    private static final int EPOCHS = 20;
    private static final int LONG_JOBS = 10;
    private static final int LONG_EPOCHS = 200;
    private static final int WARM_UP = 20;
    private static final Duration TIMEOUT = Duration.ofMinutes(20);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String service;

    private PageBench(String service) {
        this.service = service;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int jobs = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20_000;
        int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 100;
        List<SyntheticJob> all = IntStream.rangeClosed(0, jobs + LONG_JOBS)
                .mapToObj(number -> new SyntheticJob(number, epochs(number, jobs), START))
                .toList();
        long began = System.nanoTime();
        try (SyntheticLog log = new SyntheticLog(arguments[0])) {
            log.publish(all);
        }
        PageBench bench = new PageBench(arguments[1]);
        bench.awaitCompleted(all.size());
        System.out.printf(
                "%,d jobs of %d epochs, %d of %d and one of %,d: published and in the tables after %.0f s%n",
                jobs, EPOCHS, LONG_JOBS, LONG_EPOCHS, MANY_EPOCHS, (System.nanoTime() - began) / 1e9);
        bench.measure(pages(all, jobs < MANY_JOBS ? TARGET_MILLIS : TARGET_MILLIS_OF_MANY_JOBS), rounds);
        System.exit(0);
    }

    private static int epochs(int number, int jobs) {
        if (number < jobs) {
            return EPOCHS;
        }
        return number < jobs + LONG_JOBS ? LONG_EPOCHS : MANY_EPOCHS;
    }

    /** @param target milliseconds within which 95 of 100 answers come */
    private record MeasuredPage(String name, String address, double target) {}

    /** The events of a job lie in one partition, its completion last: who has that has all. */
    private void awaitCompleted(int jobs) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        long completed = 0;
        while (completed < jobs) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Only " + completed + " of " + jobs + " jobs are in the tables after "
                        + TIMEOUT.toMinutes() + " minutes");
            }
            TimeUnit.SECONDS.sleep(1);
            completed = Json.MAPPER
                    .readTree(get("/api/jobs?state=COMPLETED&limit=1"))
                    .path("total")
                    .asLong();
        }
    }

    private static List<MeasuredPage> pages(List<SyntheticJob> jobs, double target) {
        List<SyntheticJob> longJobs = jobs.subList(jobs.size() - 1 - LONG_JOBS, jobs.size() - 1);
        String compared = longJobs.stream().map(job -> "job=" + job.id()).collect(Collectors.joining("&"));
        return List.of(
                new MeasuredPage("jobs", "/", target),
                new MeasuredPage("jobs, page 100", "/?page=100", target),
                new MeasuredPage("jobs by state and family", "/?state=COMPLETED&family=mlp", target),
                new MeasuredPage("jobs by part of a name", "/?name=77", target),
                new MeasuredPage("jobs by test accuracy", "/?sort=test.accuracy", target),
                new MeasuredPage("jobs by validation accuracy", "/?sort=validation.accuracy", target),
                new MeasuredPage("jobs by another metric", "/?sort=validation.loss", target),
                new MeasuredPage("jobs by training time", "/?sort=duration", target),
                new MeasuredPage(
                        "one job of 200 epochs", "/jobs/" + longJobs.getLast().id(), target),
                new MeasuredPage("10 jobs of 200 epochs compared", "/compare?" + compared, target),
                new MeasuredPage(
                        "one job of 10,000 epochs", "/jobs/" + jobs.getLast().id(), TARGET_MILLIS_OF_MANY_EPOCHS));
    }

    private void measure(List<MeasuredPage> pages, int rounds) throws IOException, InterruptedException {
        Map<MeasuredPage, List<Double>> millis = new LinkedHashMap<>();
        for (int round = -WARM_UP; round < rounds; round++) {
            for (MeasuredPage page : pages) {
                long began = System.nanoTime();
                get(page.address());
                double took = (System.nanoTime() - began) / 1e6;
                if (round >= 0) {
                    millis.computeIfAbsent(page, measured -> new ArrayList<>()).add(took);
                }
            }
        }
        System.out.printf("%-32s %8s %8s %8s   of %d answers, in ms%n", "page", "median", "p95", "most", rounds);
        millis.forEach((page, times) -> {
            double p95 = quantile(times, 0.95);
            System.out.printf(
                    "%-32s %8.0f %8.0f %8.0f   target %.0f at p95: %s%n",
                    page.name(),
                    quantile(times, 0.5),
                    p95,
                    quantile(times, 1),
                    page.target(),
                    p95 < page.target() ? "reached" : "missed");
        });
    }

    /** The least value that so great a share of the values does not exceed. */
    private static double quantile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(HttpRequest.newBuilder(URI.create(service + path)).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(service + path + " answered " + answer.statusCode());
        }
        return answer.body();
    }
}
