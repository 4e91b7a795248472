package dev.atelier.results.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * One quantity by epoch, for each seed that was trained.
 *
 * @param label of the line
 * @param seeds each seed's value by epoch
 */
public record Curve(String label, List<SortedMap<Integer, Double>> seeds) {
    public Curve {
        seeds = List.copyOf(seeds);
    }

    /** Mean, least and greatest of the seeds that have reached an epoch. */
    record Band(int epoch, double mean, double least, double greatest) {}

    List<Band> bands() {
        SortedMap<Integer, List<Double>> byEpoch = new TreeMap<>();
        for (SortedMap<Integer, Double> seed : seeds) {
            seed.forEach((epoch, value) ->
                    byEpoch.computeIfAbsent(epoch, key -> new ArrayList<>()).add(value));
        }
        return byEpoch.entrySet().stream()
                .map(entry -> band(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Whether no seed has a value. */
    public boolean isEmpty() {
        return seeds.stream().allMatch(SortedMap::isEmpty);
    }

    boolean isSpread() {
        return IntStream.range(0, seeds.size())
                        .filter(i -> !seeds.get(i).isEmpty())
                        .count()
                > 1;
    }

    private static Band band(int epoch, List<Double> values) {
        var statistics = values.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        return new Band(epoch, statistics.getAverage(), statistics.getMin(), statistics.getMax());
    }
}
