package dev.atelier.results.statistics;

import dev.atelier.contracts.metric.Direction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Variants in the order of the means of a figure. The means are over the seeds that all of them have, so that none is ahead by
 * the seeds it was measured with; where no seed is common to all, over the seeds of each.
 *
 * @param order the best first; equal means in the order of the study
 * @param best those that share the best mean; all where nothing differs
 * @param commonSeeds how many seeds all of them have
 * @param alike whether all have the same seeds
 */
public record Ranking(List<String> order, List<String> best, int commonSeeds, boolean alike) {
    /** Sums of the same numbers in another order may differ in the last digits. */
    private static final double SAME = 1e-9;

    public Ranking {
        order = List.copyOf(order);
        best = List.copyOf(best);
    }

    /**
     * Ranks variants.
     *
     * @param variants figures by seed, by name; those without one do not take part
     */
    public static Ranking of(SequencedMap<String, ? extends SortedMap<Long, Double>> variants, Direction direction) {
        List<Mean> means = new ArrayList<>();
        Set<Long> common =
                common(variants.values().stream().map(SortedMap::keySet).toList());
        variants.forEach((name, bySeed) -> {
            if (!bySeed.isEmpty()) {
                means.add(new Mean(name, mean(bySeed, common)));
            }
        });
        Comparator<Mean> least = Comparator.comparingDouble(Mean::value);
        List<Mean> ordered = means.stream()
                .sorted(direction == Direction.MAX ? least.reversed() : least)
                .toList();
        return new Ranking(
                ordered.stream().map(Mean::variant).toList(),
                means.stream()
                        .filter(mean -> isSame(mean, ordered.getFirst()))
                        .map(Mean::variant)
                        .toList(),
                common.size(),
                variants.values().stream().allMatch(bySeed -> bySeed.isEmpty() || bySeed.size() == common.size()));
    }

    /** Whether several were measured and none is better than another. */
    public boolean isTie() {
        return best.size() > 1 && best.size() == order.size();
    }

    private static boolean isSame(Mean one, Mean other) {
        return Math.abs(one.value() - other.value()) <= SAME * Math.max(1, Math.abs(other.value()));
    }

    private static double mean(Map<Long, Double> bySeed, Set<Long> common) {
        return bySeed.entrySet().stream()
                .filter(entry -> common.isEmpty() || common.contains(entry.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .average()
                .orElseThrow();
    }

    private static Set<Long> common(List<Set<Long>> seeds) {
        Set<Long> common = new TreeSet<>();
        List<Set<Long>> measured = seeds.stream().filter(own -> !own.isEmpty()).toList();
        measured.forEach(common::addAll);
        measured.forEach(common::retainAll);
        return common;
    }

    private record Mean(String variant, double value) {}
}
