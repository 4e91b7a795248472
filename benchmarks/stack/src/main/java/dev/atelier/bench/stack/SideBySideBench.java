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

    private void run(int rounds) throws IOException, InterruptedException {
        out.printf("%d jobs, %d processors%n", JOBS, Runtime.getRuntime().availableProcessors());
        List<Double> alone = new ArrayList<>();
        List<Double> together = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            alone.add(measure(ONE_AT_A_TIME));
            together.add(measure(Map.of()));
            out.printf(
                    "round %d: one at a time %.1f s, side by side %.1f s, the same weights%n",
                    round, alone.getLast(), together.getLast());
        }
        double one = SmallJobs.median(alone);
        double several = SmallJobs.median(together);
        out.printf("one at a time %.1f s, side by side %.1f s: %.2f times as fast%n", one, several, one / several);
    }

    /** Seconds that the study takes in a stack with these variables. */
    private double measure(Map<String, String> environment) throws IOException, InterruptedException {
        try {
            stack.withEnvironment(environment).up(Optional.of(ports), false);
            awaitServices();
            SmallJobs jobs = new SmallJobs(ports);
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
