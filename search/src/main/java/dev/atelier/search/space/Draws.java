package dev.atelier.search.space;

/**
 * Random numbers for one purpose, derived from what they are for: the seed of the search, the number of the trial, the path of the
 * parameter. They depend on nothing else, so the value of a trial's parameter is independent of the order in which trials
 * and parameters are drawn. The generator is SplitMix64 (Steele, Lea and Flood 2014), with the key mixed in as its state.
 */
public final class Draws {
    private static final long INCREMENT = 0x9E3779B97F4A7C15L;
    private static final double ULP = 0x1.0p-53;

    private long state;

    private Draws(long state) {
        this.state = state;
    }

    /**
     * The numbers for a purpose.
     *
     * @param numbers what further distinguishes the purpose, such as the number of an attempt
     */
    public static Draws of(long seed, int trial, String purpose, long... numbers) {
        long key = mix(seed + INCREMENT);
        key = mix(key ^ (trial + 1L) * INCREMENT);
        for (int i = 0; i < purpose.length(); i++) {
            key = mix(key + INCREMENT + purpose.charAt(i));
        }
        for (long number : numbers) {
            key = mix(key ^ (number + 1L) * INCREMENT);
        }
        return new Draws(key);
    }

    /** A number from 0 (inclusive) to 1 (exclusive), of 53 bits. */
    public double uniform() {
        state += INCREMENT;
        return (mix(state) >>> 11) * ULP;
    }

    /** A number of the standard normal distribution, by the transformation of Box and Muller. */
    public double gaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
        return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
    }

    /** A whole number from 0 (inclusive) to a bound (exclusive). */
    public int below(int bound) {
        return Math.min((int) (uniform() * bound), bound - 1);
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
