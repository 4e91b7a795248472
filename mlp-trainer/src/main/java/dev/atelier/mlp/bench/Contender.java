package dev.atelier.mlp.bench;

import dev.atelier.trainer.algorithm.DivergedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One side of the comparison and its speed in each round, in samples a second. */
final class Contender {
    private final String name;
    private final Loop loop;
    private final List<Double> speeds = new ArrayList<>();

    Contender(String name, Loop loop) {
        this.name = name;
        this.loop = loop;
    }

    void measure(int steps) throws IOException, DivergedException {
        Duration time = loop.run(steps);
        speeds.add((double) steps * Workload.BATCH_SIZE / (time.toNanos() / 1e9));
    }

    double median() {
        return median(speeds);
    }

    /** The middle one of some values, or the mean of the two in the middle. */
    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    String line() {
        StringBuilder line =
                new StringBuilder(String.format(Locale.ROOT, "%-44s median %,9.0f samples/s; rounds", name, median()));
        speeds.forEach(speed -> line.append(String.format(Locale.ROOT, " %,.0f", speed)));
        return line.toString();
    }

    /** Does a number of steps and tells how long they took. */
    @FunctionalInterface
    interface Loop {
        Duration run(int steps) throws IOException, DivergedException;
    }
}
