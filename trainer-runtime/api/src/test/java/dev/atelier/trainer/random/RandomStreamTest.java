package dev.atelier.trainer.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
    @Test
    void splitMixGivesThePublishedNumbers() {
        SplitMix64 generator = new SplitMix64(1234567);
        assertThat(new long[] {generator.next(), generator.next(), generator.next(), generator.next(), generator.next()
                })
                .containsExactly(
                        6457827717110365317L,
                        3203168211198807973L,
                        Long.parseUnsignedLong("9817491932198370423"),
                        4593380528125082431L,
                        Long.parseUnsignedLong("16408922859458223821"));
    }

    @Test
    void xoshiroGivesThePublishedNumbers() {
        RandomStream stream = new RandomStream(1, 2, 3, 4);
        long[] numbers =
                IntStream.range(0, 10).mapToLong(i -> stream.nextLong()).toArray();
        assertThat(numbers)
                .containsExactly(
                        41943041L,
                        58720359L,
                        3588806011781223L,
                        3591011842654386L,
                        Long.parseUnsignedLong("9228616714210784205"),
                        Long.parseUnsignedLong("9973669472204895162"),
                        Long.parseUnsignedLong("14011001112246962877"),
                        Long.parseUnsignedLong("12406186145184390807"),
                        Long.parseUnsignedLong("15849039046786891736"),
                        Long.parseUnsignedLong("10450023813501588000"));
    }

    @Test
    void boundedNumbersFallIntoEveryPlaceEquallyOften() {
        RandomStream stream = new RandomStream(7);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[stream.nextInt(7)]++;
        }
        // standard deviation is 93
        assertThat(IntStream.of(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(9_600, 10_400));
    }

    @Test
    void boundedNumbersStayWithinTheLargestBound() {
        RandomStream stream = new RandomStream(8);
        for (int i = 0; i < 1_000; i++) {
            assertThat(stream.nextInt(Integer.MAX_VALUE)).isNotNegative();
            assertThat(stream.nextInt(1)).isZero();
        }
    }

    @Test
    void aBoundBelowOneIsRefused() {
        assertThatThrownBy(() -> new RandomStream(1).nextInt(0)).hasMessage("bound is 0; expected at least 1");
    }

    @Test
    void uniformNumbersStayWithinTheirRangeAndFillIt() {
        RandomStream stream = new RandomStream(9);
        double least = 1;
        double greatest = -1;
        double sum = 0;
        for (int i = 0; i < 100_000; i++) {
            double value = stream.nextUniform(-1, 1);
            assertThat(value).isBetween(-1.0, Math.nextDown(1.0));
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
            sum += value;
        }
        assertThat(least).isLessThan(-0.999);
        assertThat(greatest).isGreaterThan(0.999);
        assertThat(sum / 100_000).isCloseTo(0, within(0.01));
    }

    @Test
    void gaussianNumbersHaveTheMomentsOfTheNormalDistribution() {
        RandomStream stream = new RandomStream(10);
        int n = 200_000;
        double[] moments = new double[5];
        for (int i = 0; i < n; i++) {
            double value = stream.nextGaussian();
            for (int power = 1; power <= 4; power++) {
                moments[power] += Math.pow(value, power) / n;
            }
        }
        assertThat(moments[1]).isCloseTo(0, within(0.01));
        assertThat(moments[2]).isCloseTo(1, within(0.015));
        assertThat(moments[3]).isCloseTo(0, within(0.04));
        assertThat(moments[4]).isCloseTo(3, within(0.12));
    }

    @Test
    void shuffledValuesAreAPermutationAndEachPlaceIsEquallyLikely() {
        RandomStream stream = new RandomStream(11);
        Map<String, Integer> orders = new HashMap<>();
        for (int i = 0; i < 24_000; i++) {
            int[] values = {0, 1, 2, 3};
            stream.shuffle(values);
            orders.merge(Arrays.toString(values), 1, Integer::sum);
        }
        assertThat(orders).hasSize(24);
        assertThat(orders.values()).allSatisfy(count -> assertThat(count).isBetween(850, 1_150));
    }

    /** From {@code src/test/python/random_golden.py}: the generator written a second time, in Python. */
    @Test
    void seededStreamsGiveTheGoldenNumbers() {
        RandomStream stream = new Seeds(42).stream(Purpose.SHUFFLE, 3, 17);
        assertThat(stream.nextLong()).isEqualTo(3446738861488983736L);
        assertThat(stream.nextDouble()).isEqualTo(0.5876364562618724);
        assertThat(stream.nextDouble()).isEqualTo(0.24318201749305535);
        assertThat(stream.nextInt(10)).isEqualTo(1);
        assertThat(stream.nextGaussian()).isEqualTo(0.9621821561793099);
        assertThat(stream.nextGaussian()).isEqualTo(1.483062457670962);
        int[] order = IntStream.range(0, 10).toArray();
        stream.shuffle(order);
        assertThat(order).containsExactly(8, 0, 7, 1, 3, 5, 2, 4, 9, 6);
    }

    @Test
    void streamsOfOtherSeedsPurposesEpochsAndStepsDiffer() {
        long[] firsts = {
            new Seeds(1).stream(Purpose.SHUFFLE, 1, 1).nextLong(),
            new Seeds(2).stream(Purpose.SHUFFLE, 1, 1).nextLong(),
            new Seeds(1).stream(Purpose.DROPOUT, 1, 1).nextLong(),
            new Seeds(1).stream(Purpose.SHUFFLE, 2, 1).nextLong(),
            new Seeds(1).stream(Purpose.SHUFFLE, 1, 2).nextLong(),
            new Seeds(1).stream(Purpose.SHUFFLE).nextLong(),
        };
        assertThat(firsts).doesNotHaveDuplicates();
    }

    @Test
    void neighbouringStreamsAreIndependent() {
        // the first number of each of many neighbouring steps must itself look uniform and uncorrelated
        Seeds seeds = new Seeds(42);
        int n = 50_000;
        double sum = 0;
        double product = 0;
        double previous = 0.5;
        for (int step = 0; step < n; step++) {
            double value = seeds.stream(Purpose.AUGMENTATION, 1, step).nextDouble() - 0.5;
            sum += value;
            product += value * previous;
            previous = value;
        }
        assertThat(sum / n).isCloseTo(0, within(0.006));
        assertThat(product / n / (1.0 / 12)).isCloseTo(0, within(0.02));
    }
}
