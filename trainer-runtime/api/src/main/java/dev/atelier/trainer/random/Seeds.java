package dev.atelier.trainer.random;

/**
 * Derives from one seed a reproducible stream of random numbers for each purpose, epoch and step. A stream depends on
 * nothing but these four numbers: not on the streams taken before it, nor on threads, nor on the Java version.
 */
public record Seeds(long seed) {
    private static final long PURPOSE = 0x9E3779B97F4A7C15L;
    private static final long EPOCH = 0xD1B54A32D192ED03L;
    private static final long STEP = 0x8CB92BA72F3D8DD7L;

    /** The stream of a purpose that is drawn from once a job, such as the split. */
    public RandomStream stream(Purpose purpose) {
        return stream(purpose, 0, 0);
    }

    /**
     * @param epoch counted from 1 as everywhere; 0 for what happens before the first
     * @param step the global step, the image's number, or whatever {@code purpose} names
     */
    public RandomStream stream(Purpose purpose, long epoch, long step) {
        long key = SplitMix64.mix(seed + SplitMix64.INCREMENT);
        key = SplitMix64.mix(key + PURPOSE * purpose.code());
        key = SplitMix64.mix(key + EPOCH * (epoch + 1));
        key = SplitMix64.mix(key + STEP * (step + 1));
        return new RandomStream(key);
    }
}
