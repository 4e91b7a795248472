package dev.atelier.bench.stack;

import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.stack.Stack;
import dev.atelier.cli.stack.service.Build;
import dev.atelier.cli.stack.service.StackFolder;
import dev.atelier.localstack.process.ChildProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much sooner several trainers of one family get done with a study of 40 jobs than one does, by turns. Every job
 * calculates on one thread, and every trainer works on one at a time; trainers that have just been started get jobs that do not count. Arguments: the folder of a
 * stack that is up, the project's folder, rounds.
 */
public final class FleetBench {
    private static final List<Integer> TRAINERS = List.of(1, 2, 4);
    private static final int JOBS = 40;
    private static final int WARM_UP = 4;
    private static final int SPARE_PORT = 5;
    private static final String TRAINER = "mlp-trainer";
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private final Stack stack;
    private final PrintStream out;
    private final SmallJobs jobs;
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
        this.jobs = new SmallJobs(stack.ports(), 1);
    }

    private void run(int rounds) throws IOException, InterruptedException {
        Map<Integer, List<Double>> seconds = new TreeMap<>();
        try {
            for (int round = 1; round <= rounds; round++) {
                for (int trainers : TRAINERS) {
                    startTrainers(trainers);
                    train(WARM_UP * trainers);
                    double took = SmallJobs.seconds(train(JOBS));
                    out.printf("round %d, %d trainers: %.1f s%n", round, trainers, took);
                    seconds.computeIfAbsent(trainers, none -> new ArrayList<>()).add(took);
                }
            }
        } finally {
            others.forEach(ChildProcess::stop);
        }
        double one = SmallJobs.median(seconds.getOrDefault(1, List.of()));
        seconds.forEach((trainers, all) -> out.printf(
                "%d trainers: %.1f jobs a minute, %.2f times one trainer's%n",
                trainers, JOBS * 60 / SmallJobs.median(all), one / SmallJobs.median(all)));
    }

    private void startTrainers(int trainers) {
        while (others.size() < trainers - 1) {
            others.add(stack.startAnother(TRAINER, stack.ports().results() + SPARE_PORT + others.size(), START_LIMIT));
        }
        while (others.size() > trainers - 1) {
            others.removeLast().stop();
        }
    }

    private List<JobResponse> train(int size) throws IOException, InterruptedException {
        List<JobResponse> trained = jobs.train(seed, size);
        seed += size;
        return trained;
    }
}
