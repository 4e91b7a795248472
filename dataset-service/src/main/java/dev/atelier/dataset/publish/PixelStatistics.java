package dev.atelier.dataset.publish;

/**
 * Mean and standard deviation of pixels scaled to [0, 1]. They follow from how often each of the 256 values occurs, so
 * they are the same whatever the order of the images.
 */
record PixelStatistics(double mean, double std) {
    private static final int VALUES = 256;
    private static final double WHITE = 255;

    static PixelStatistics of(byte[] pixels) {
        long[] counts = new long[VALUES];
        for (byte pixel : pixels) {
            counts[Byte.toUnsignedInt(pixel)]++;
        }
        long sum = 0;
        long sumOfSquares = 0;
        for (int value = 0; value < VALUES; value++) {
            sum += counts[value] * value;
            sumOfSquares += counts[value] * value * value;
        }
        double mean = (double) sum / pixels.length;
        double variance = (double) sumOfSquares / pixels.length - mean * mean;
        return new PixelStatistics(mean / WHITE, Math.sqrt(Math.max(0, variance)) / WHITE);
    }
}
