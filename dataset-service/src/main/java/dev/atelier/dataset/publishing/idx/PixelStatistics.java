package dev.atelier.dataset.publishing.idx;

import java.util.Arrays;

/**
 * Mean and standard deviation of pixels scaled to [0, 1]. They follow from how often each of the 256 values occurs, so
 * they are the same whatever the order of the images.
 */
public record PixelStatistics(double mean, double std) {
    static final int VALUES = 256;
    private static final double WHITE = 255;

    /** @param occurrences of each value */
    static PixelStatistics of(long[] occurrences) {
        long pixels = Arrays.stream(occurrences).sum();
        long sum = 0;
        long sumOfSquares = 0;
        for (int value = 0; value < VALUES; value++) {
            sum += occurrences[value] * value;
            sumOfSquares += occurrences[value] * value * value;
        }
        double mean = (double) sum / pixels;
        double variance = (double) sumOfSquares / pixels - mean * mean;
        return new PixelStatistics(mean / WHITE, Math.sqrt(Math.max(0, variance)) / WHITE);
    }
}
