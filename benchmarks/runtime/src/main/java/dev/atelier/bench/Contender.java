package dev.atelier.bench;

import dev.atelier.trainer.algorithm.DivergedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** One side of the comparison and its speed in each round, in samples a second. */
public final class Contender {
    /** Threads of the side that has just run still spin for a while. */
    private static final long SETTLE_MILLIS = 200;

    private final String name;
    private final int batchSize;
    private final Loop loop;
    private final List<Double> speeds = new ArrayList<>();

    public Contender(String name, int batchSize, Loop loop) {
        this.name = name;
        this.batchSize = batchSize;
        this.loop = loop;
    }

    /** Has all do a number of steps by turns, for a number of rounds. */
    public static void takeTurns(List<Contender> contenders, int rounds, int steps)
            throws IOException, DivergedException, InterruptedException {
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : contenders) {
                TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
                contender.measure(steps);
            }
        }
    }

    private void measure(int steps) throws IOException, DivergedException {
        Duration time = loop.run(steps);
        speeds.add((double) steps * batchSize / (time.toNanos() / 1e9));
    }

    public String name() {
        return name;
    }

    /** Median of the rounds so far, in samples a second. */
    public double median() {
        return median(speeds);
    }

    /** The middle one of some values, or the mean of the two in the middle. */
    public static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Name, median and rounds. */
    public String line() {
        StringBuilder line =
                new StringBuilder(String.format(Locale.ROOT, "%-44s median %,9.0f samples/s; rounds", name, median()));
        speeds.forEach(speed -> line.append(String.format(Locale.ROOT, " %,.0f", speed)));
        return line.toString();
    }

    /** Does a number of steps and returns how long they took. */
    @FunctionalInterface
    public interface Loop {
        Duration run(int steps) throws IOException, DivergedException;
    }
}
