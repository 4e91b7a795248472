package dev.atelier.trainer.random;

/**
 * Steele, Lea and Flood's SplitMix64: a counter and a mixing function. It spreads a seed over the state of
 * {@link RandomStream} and mixes the numbers that make up a stream's key.
 */
final class SplitMix64 {
    static final long INCREMENT = 0x9E3779B97F4A7C15L;

    private long state;

    SplitMix64(long seed) {
        this.state = seed;
    }

    long next() {
        state += INCREMENT;
        return mix(state);
    }

    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
