package dev.atelier.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Against what SciPy says: {@code src/test/python/statistics_golden.py}. */
class ComparisonsTest {
    private static final double[] BASE = {84.9, 85.3, 85.1, 84.7, 85.2};

    @Test
    void theLeastPValueGetsTheGreatestConfidence() {
        Map<String, SortedMap<Long, Double>> variants = new LinkedHashMap<>();
        variants.put("loose", seeds(85.6, 84.9, 85.9, 84.5, 85.9));
        variants.put("base", seeds(BASE));
        variants.put("near", seeds(84.95, 85.31, 85.14, 84.73, 85.22));
        variants.put("far", seeds(86.1, 86.4, 86.3, 86.0, 86.3));

        List<Comparison> compared = Comparisons.with("base", variants);

        assertThat(compared).extracting(Comparison::variant).containsExactly("loose", "near", "far");
        assertComparison(compared.get(0), 0.32, 0.95, -0.3900320706914284, 1.0300320706914319, Verdict.UNDECIDED);
        assertComparison(compared.get(1), 0.03, 0.975, 0.005283747621181941, 0.05471625237882037, Verdict.EQUIVALENT);
        assertComparison(
                compared.get(2), 1.18, 0.9833333333333333, 1.0318009399930883, 1.328199060006909, Verdict.DIFFERENT);
    }

    @Test
    void onlySeedsThatBothHaveAreCompared() {
        SortedMap<Long, Double> variant = seeds(86.0, 86.4);
        variant.put(9L, 10.0);

        Comparison compared = Comparisons.with("base", Map.of("base", seeds(BASE), "few", variant))
                .getFirst();

        assertThat(compared.seeds()).isEqualTo(2);
        assertThat(compared.difference()).isCloseTo(1.1, within(1e-9));
    }

    @Test
    void oneSeedShowsNothing() {
        Comparison compared = Comparisons.with("base", Map.of("base", seeds(85.0), "one", seeds(90.0)))
                .getFirst();

        assertThat(compared.verdict()).isEqualTo(Verdict.ONE_SEED);
        assertThat(compared.seeds()).isEqualTo(1);
        assertThat(compared.interval()).isEmpty();
    }

    @Test
    void withoutACommonSeedThereIsNothingToCompare() {
        SortedMap<Long, Double> elsewhere = new TreeMap<>(Map.of(100L, 90.0));

        assertThat(Comparisons.with("base", Map.of("base", seeds(BASE), "other", elsewhere)))
                .isEmpty();
    }

    @Test
    void theSameResultsAreEqualWhateverTheNumberOfSeeds() {
        for (int seeds = 1; seeds <= BASE.length; seeds++) {
            SortedMap<Long, Double> same = seeds(Arrays.copyOf(BASE, seeds));

            Comparison compared = Comparisons.with("base", Map.of("base", seeds(BASE), "same", same))
                    .getFirst();

            assertThat(compared).isEqualTo(new Comparison("same", seeds, 0, Optional.empty(), 0, Verdict.EQUAL));
        }
    }

    @Test
    void whatIsEqualTakesNoConfidenceFromTheOthers() {
        Map<String, SortedMap<Long, Double>> variants = new LinkedHashMap<>();
        variants.put("base", seeds(BASE));
        variants.put("loose", seeds(85.6, 84.9, 85.9, 84.5, 85.9));
        double alone = Comparisons.with("base", variants).getFirst().confidence();
        variants.put("same", seeds(BASE));

        assertThat(Comparisons.with("base", variants).getFirst().confidence()).isEqualTo(alone);
    }

    /** 86.0 - 84.9 and 86.4 - 85.3 differ by rounding alone. */
    @Test
    void differencesThatAreTheSameHaveNoInterval() {
        for (double[] values : new double[][] {{86.0, 86.4}, {85.9, 86.3, 86.1}, {84.9 + 1e-6, 85.3 + 1e-6}}) {
            Comparison compared = Comparisons.with("base", Map.of("base", seeds(BASE), "shifted", seeds(values)))
                    .getFirst();

            assertThat(compared.verdict()).isEqualTo(Verdict.CONSTANT);
            assertThat(compared.seeds()).isEqualTo(values.length);
            assertThat(compared.interval()).isEmpty();
        }
    }

    @Test
    void whatDiffersByTheSameTakesNoConfidenceFromTheOthers() {
        Map<String, SortedMap<Long, Double>> variants = new LinkedHashMap<>();
        variants.put("base", seeds(BASE));
        variants.put("loose", seeds(85.6, 84.9, 85.9, 84.5, 85.9));
        double alone = Comparisons.with("base", variants).getFirst().confidence();
        variants.put("shifted", seeds(85.9, 86.3));

        assertThat(Comparisons.with("base", variants).getFirst().confidence()).isEqualTo(alone);
    }

    @Test
    void aBaselineThatIsNoVariantIsRefused() {
        assertThatThrownBy(() -> Comparisons.with("bsae", Map.of("base", seeds(BASE))))
                .hasMessage("baseline is 'bsae'; expected one of base");
    }

    private static void assertComparison(
            Comparison compared, double difference, double confidence, double least, double greatest, Verdict verdict) {
        assertThat(compared.difference()).isCloseTo(difference, within(1e-9));
        assertThat(compared.confidence()).isCloseTo(confidence, within(1e-12));
        assertThat(compared.interval().orElseThrow().least()).isCloseTo(least, within(1e-9));
        assertThat(compared.interval().orElseThrow().greatest()).isCloseTo(greatest, within(1e-9));
        assertThat(compared.verdict()).isEqualTo(verdict);
    }

    private static SortedMap<Long, Double> seeds(double... values) {
        SortedMap<Long, Double> seeds = new TreeMap<>();
        for (double value : values) {
            seeds.put(seeds.size() + 1L, value);
        }
        return seeds;
    }
}
