package dev.atelier.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.metric.Direction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The order of variants: none is ahead where nothing differs, nor by the seeds it was measured with. */
class RankingTest {
    @Property
    void nothingIsBetterWhereNothingDiffers(
            @ForAll @Size(min = 1, max = 5) List<@DoubleRange(min = 0, max = 100) Double> values,
            @ForAll @IntRange(min = 2, max = 8) int variants,
            @ForAll Direction direction) {
        SequencedMap<String, SortedMap<Long, Double>> all = new LinkedHashMap<>();
        for (int i = 0; i < variants; i++) {
            all.put("v" + i, seeds(values));
        }

        Ranking ranking = Ranking.of(all, direction);

        assertThat(ranking.isTie()).isTrue();
        assertThat(ranking.best()).containsExactlyElementsOf(all.keySet());
        assertThat(ranking.order()).containsExactlyElementsOf(all.keySet());
    }

    @Property
    void whatTheBestShareIsNotNamedAfterOneOfThem(
            @ForAll @Size(min = 1, max = 5) List<@DoubleRange(min = 0, max = 50) Double> low,
            @ForAll @IntRange(min = 2, max = 4) int sharing) {
        List<Double> high = low.stream().map(value -> value + 1).toList();
        SequencedMap<String, SortedMap<Long, Double>> all = new LinkedHashMap<>();
        all.put("low", seeds(low));
        for (int i = 0; i < sharing; i++) {
            all.put("high" + i, seeds(high));
        }

        assertThat(Ranking.of(all, Direction.MAX).best()).hasSize(sharing).doesNotContain("low");
        assertThat(Ranking.of(all, Direction.MAX).isTie()).isFalse();
        assertThat(Ranking.of(all, Direction.MIN).best()).containsExactly("low");
    }

    /** A seed that is easy for all makes no variant better that alone has it. */
    @Example
    void onlyCommonSeedsDecide() {
        SequencedMap<String, SortedMap<Long, Double>> all = new LinkedHashMap<>();
        all.put("better", new TreeMap<>(Map.of(1L, 81.0, 2L, 82.0)));
        all.put("luckier", new TreeMap<>(Map.of(1L, 80.0, 2L, 81.0, 3L, 99.0)));
        all.put("without", new TreeMap<>());

        Ranking ranking = Ranking.of(all, Direction.MAX);

        assertThat(ranking).isEqualTo(new Ranking(List.of("better", "luckier"), List.of("better"), 2, false));
    }

    @Example
    void withoutACommonSeedEachIsMeasuredByItsOwn() {
        SequencedMap<String, SortedMap<Long, Double>> all = new LinkedHashMap<>();
        all.put("a", new TreeMap<>(Map.of(1L, 80.0)));
        all.put("b", new TreeMap<>(Map.of(2L, 81.0)));

        assertThat(Ranking.of(all, Direction.MAX)).isEqualTo(new Ranking(List.of("b", "a"), List.of("b"), 0, false));
    }

    @Example
    void nothingIsRankedWhereNothingWasMeasured() {
        assertThat(Ranking.of(new LinkedHashMap<>(), Direction.MAX).order()).isEmpty();
    }

    private static SortedMap<Long, Double> seeds(List<Double> values) {
        SortedMap<Long, Double> seeds = new TreeMap<>();
        values.forEach(value -> seeds.put(seeds.size() + 1L, value));
        return seeds;
    }
}
