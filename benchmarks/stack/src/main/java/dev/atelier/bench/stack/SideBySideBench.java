package dev.atelier.bench.stack;

import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.stack.ServiceState;
import dev.atelier.cli.stack.Stack;
import dev.atelier.cli.stack.service.Build;
import dev.atelier.cli.stack.service.StackFolder;
import dev.atelier.cli.stack.service.StackPorts;
import dev.atelier.contracts.family.Families;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much sooner a study of 40 small MLPs is done where a trainer works on several jobs at once, as it does in the local
 * stack, than where it works on one after the other; and that all weights are the same. The stack is started for
 * each; jobs that do not count come first. Arguments: the folder of the stack, the project's folder, the first port, rounds.
 */
public final class SideBySideBench {
    private static final int JOBS = 40;
    private static final int WARM_UP = 8;
    private static final long FIRST_SEED = 1;
    private static final long WARM_UP_SEED = 1000;
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Map<String, String> ONE_AT_A_TIME = Map.of("ATELIER_TRAINER_CONCURRENT_JOBS", "1");

    private final Stack stack;
    private final StackPorts ports;
    private final PrintStream out;
    private List<String> digests = List.of();

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Stack stack = new Stack(new StackFolder(Path.of(arguments[0])), new Build(Path.of(arguments[1])));
        StackPorts ports = StackPorts.from(Integer.parseInt(arguments[2]), Families.all());
        new SideBySideBench(stack, ports, System.out).run(Integer.parseInt(arguments[3]));
        System.exit(0);
    }

    private SideBySideBench(Stack stack, StackPorts ports, PrintStream out) {
        this.stack = stack;
        this.ports = ports;
        this.out = out;
    }

    /**
     * A way to train the study.
     *
     * @param threads that each job requests; it takes fewer cores where others wait
     */
    private record Way(String name, int threads, Map<String, String> environment) {}

    private void run(int rounds) throws IOException, InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        List<Way> ways = List.of(
                new Way("one at a time on one core", 1, ONE_AT_A_TIME),
                new Way("one at a time on all cores", cores, ONE_AT_A_TIME),
                new Way("side by side", cores, Map.of()));
        out.printf("%d jobs, %d processors%n", JOBS, cores);
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Way way : ways) {
                double took = measure(way);
                out.printf("round %d, %s: %.1f s%n", round, way.name(), took);
                seconds.computeIfAbsent(way.name(), none -> new ArrayList<>()).add(took);
            }
        }
        double together = SmallJobs.median(seconds.getOrDefault(ways.getLast().name(), List.of()));
        out.println("All weights are the same.");
        seconds.forEach((name, all) -> out.printf(
                "%s: %.1f s; side by side is %.2f times as fast%n",
                name, SmallJobs.median(all), SmallJobs.median(all) / together));
    }

    /** Seconds that the study takes. */
    private double measure(Way way) throws IOException, InterruptedException {
        try {
            stack.withEnvironment(way.environment()).up(Optional.of(ports), false);
            awaitServices();
            SmallJobs jobs = new SmallJobs(ports, way.threads());
            jobs.train(WARM_UP_SEED, WARM_UP);
            List<JobResponse> trained = jobs.train(FIRST_SEED, JOBS);
            requireSame(jobs.digests(trained));
            return SmallJobs.seconds(trained);
        } finally {
            stack.down();
        }
    }

    private void requireSame(List<String> found) {
        if (!digests.isEmpty() && !digests.equals(found)) {
            throw new IllegalStateException("the weights are " + found + "; expected " + digests);
        }
        digests = found;
    }

    private void awaitServices() throws InterruptedException {
        long start = System.nanoTime();
        while (!stack.status().stream().allMatch(service -> service.state() == ServiceState.RUNNING)) {
            if (System.nanoTime() - start > START_LIMIT.toNanos()) {
                throw new IllegalStateException("not all services run after " + START_LIMIT + ": " + stack.status());
            }
            Thread.sleep(LOOK);
        }
    }
}
