package dev.atelier.results.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How far a mean accuracy depends on which images happened to be the test images: the percentile bootstrap. Images are
 * drawn with replacement, {@value #RESAMPLES} times as many as there are; an image that is drawn counts with what every
 * seed made of it. The same predictions always give the same interval.
 *
 * @see <a href="https://doi.org/10.1214/aos/1176344552">Efron, Bootstrap Methods: Another Look at the Jackknife (1979)</a>
 */
public final class ImageBootstrap {
    static final int RESAMPLES = 2000;
    private static final long SEED = 0x5eed;

    private ImageBootstrap() {}

    /**
     * The 95 % interval of the mean accuracy, a fraction.
     *
     * @param correct for each seed, which images it got right; nothing where there is no seed
     * @throws IllegalArgumentException if the seeds did not see the same number of images
     */
    public static Optional<Interval> interval(List<boolean[]> correct) {
        if (correct.isEmpty() || correct.getFirst().length == 0) {
            return Optional.empty();
        }
        int[] rightSeeds = rightSeeds(correct);
        SplittableRandom random = new SplittableRandom(SEED);
        double[] means = new double[RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            long right = 0;
            for (int draw = 0; draw < rightSeeds.length; draw++) {
                right += rightSeeds[random.nextInt(rightSeeds.length)];
            }
            means[resample] = (double) right / rightSeeds.length / correct.size();
        }
        Arrays.sort(means);
        double tail = (1 - SeedSummary.CONFIDENCE) / 2;
        int cut = (int) Math.floor(tail * RESAMPLES);
        return Optional.of(new Interval(means[cut], means[RESAMPLES - 1 - cut]));
    }

    private static int[] rightSeeds(List<boolean[]> correct) {
        int[] rightSeeds = new int[correct.getFirst().length];
        for (boolean[] seed : correct) {
            if (seed.length != rightSeeds.length) {
                throw new IllegalArgumentException("one seed saw " + seed.length + " images and another "
                        + rightSeeds.length + ", but all must have seen the same");
            }
            for (int image = 0; image < seed.length; image++) {
                rightSeeds[image] += seed[image] ? 1 : 0;
            }
        }
        return rightSeeds;
    }
}
