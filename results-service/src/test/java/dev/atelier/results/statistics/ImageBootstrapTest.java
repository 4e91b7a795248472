package dev.atelier.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ImageBootstrapTest {
    /** For one seed the number of right images is binomial: ± 1.96·√(p(1 − p)/n). */
    @Test
    void forOneSeedItIsTheBinomialInterval() {
        boolean[] correct = new boolean[2000];
        for (int image = 0; image < correct.length; image++) {
            correct[image] = image % 10 != 0;
        }

        Interval interval = ImageBootstrap.interval(List.of(correct)).orElseThrow();

        double half = 1.96 * Math.sqrt(0.9 * 0.1 / correct.length);
        assertThat(interval.least()).isCloseTo(0.9 - half, within(0.1 * half));
        assertThat(interval.greatest()).isCloseTo(0.9 + half, within(0.1 * half));
    }

    @Test
    void itHoldsTheTruthAboutNineteenTimesInTwenty() {
        SplittableRandom random = new SplittableRandom(11);
        int held = 0;
        for (int experiment = 0; experiment < 200; experiment++) {
            boolean[] correct = new boolean[300];
            for (int image = 0; image < correct.length; image++) {
                correct[image] = random.nextDouble() < 0.8;
            }
            Interval interval = ImageBootstrap.interval(List.of(correct)).orElseThrow();
            held += interval.least() <= 0.8 && 0.8 <= interval.greatest() ? 1 : 0;
        }
        assertThat(held).isBetween(180, 198);
    }

    @Test
    void seedsThatErrOnTheSameImagesMakeItNoNarrower() {
        boolean[] one = pattern(0);
        Interval alone = ImageBootstrap.interval(List.of(one)).orElseThrow();

        assertThat(ImageBootstrap.interval(List.of(one, one, one))).contains(alone);
        Interval apart =
                ImageBootstrap.interval(List.of(one, pattern(1), pattern(2))).orElseThrow();
        assertThat(apart.greatest() - apart.least()).isLessThan(alone.greatest() - alone.least());
    }

    @Test
    void thereIsNoneWithoutPredictions() {
        assertThat(ImageBootstrap.interval(List.of())).isEmpty();
        assertThat(ImageBootstrap.interval(List.of(new boolean[0]))).isEmpty();
    }

    @Test
    void allSeedsMustHaveSeenTheSameImages() {
        assertThatThrownBy(() -> ImageBootstrap.interval(List.of(new boolean[3], new boolean[2])))
                .hasMessage("one seed saw 2 images and another 3, but all must have seen the same");
    }

    private static boolean[] pattern(int wrong) {
        boolean[] correct = new boolean[999];
        for (int image = 0; image < correct.length; image++) {
            correct[image] = image % 3 != wrong;
        }
        return correct;
    }
}
