package dev.atelier.trainer.random;

/**
 * Blackman and Vigna's xoshiro256++, and the distributions training draws from. All of it is written out here, and
 * logarithms come from {@link StrictMath}, so that the same seed gives the same numbers on every processor and every
 * Java version. Not thread-safe: take a stream of its own for each thread from {@link Seeds}.
 */
public final class RandomStream {
    private static final double DOUBLE_UNIT = 0x1.0p-53;

    private long s0;
    private long s1;
    private long s2;
    private long s3;
    private double spareGaussian = Double.NaN;

    public RandomStream(long seed) {
        SplitMix64 spread = new SplitMix64(seed);
        this(spread.next(), spread.next(), spread.next(), spread.next());
    }

    RandomStream(long s0, long s1, long s2, long s3) {
        this.s0 = s0;
        this.s1 = s1;
        this.s2 = s2;
        this.s3 = s3;
    }

    public long nextLong() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /** Uniform in [0, 1), a multiple of 2^-53. */
    public double nextDouble() {
        return (nextLong() >>> 11) * DOUBLE_UNIT;
    }

    /** Uniform in [low, high). */
    public double nextUniform(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    /** Uniform in [0, bound), without bias: Lemire's multiplication with rejection. */
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound is " + bound + "; expected at least 1");
        }
        long product = (nextLong() >>> 32) * bound;
        if ((product & 0xFFFFFFFFL) < bound) {
            long threshold = 0x1_0000_0000L % bound;
            while ((product & 0xFFFFFFFFL) < threshold) {
                product = (nextLong() >>> 32) * bound;
            }
        }
        return (int) (product >>> 32);
    }

    /** Normal with mean 0 and standard deviation 1: Marsaglia's polar method, two numbers at a time. */
    public double nextGaussian() {
        if (!Double.isNaN(spareGaussian)) {
            double spare = spareGaussian;
            spareGaussian = Double.NaN;
            return spare;
        }
        double x;
        double y;
        double squared;
        do {
            x = 2 * nextDouble() - 1;
            y = 2 * nextDouble() - 1;
            squared = x * x + y * y;
        } while (squared >= 1 || squared == 0);
        double scale = StrictMath.sqrt(-2 * StrictMath.log(squared) / squared);
        spareGaussian = y * scale;
        return x * scale;
    }

    /** Puts {@code values} into a random order, each equally likely: Fisher and Yates, from the last place down. */
    public void shuffle(int[] values) {
        for (int last = values.length - 1; last > 0; last--) {
            int other = nextInt(last + 1);
            int moved = values[last];
            values[last] = values[other];
            values[other] = moved;
        }
    }
}
