package dev.atelier.trainer.algorithm;

/**
 * The memory that a job's model takes while it is trained: weights, gradients, what the optimiser keeps, averaged weights,
 * the copies for checkpoints, and all that a step makes of a batch. What the runtime holds besides, such as the dataset and
 * the batches that wait, is not in it.
 *
 * @param imageValues values of one image in the batches that the model is shown
 * @param heap bytes in Java's heap
 * @param offHeap bytes in the machine's memory beside it
 * @param arrays the largest single arrays
 * @param field of the job that decides the model's size
 * @param value of that field
 */
public record MemoryNeed(long imageValues, Bytes heap, Bytes offHeap, Arrays arrays, String field, String value) {

    /**
     * Bytes of which some are taken for each image of a batch; training and scoring take turns, so the larger of their
     * batches counts. A number beyond all longs is the largest long.
     *
     * @param fixed whatever the batch is
     * @param training for each image of a batch that is trained on
     * @param scoring for each image of a batch that is scored
     */
    public record Bytes(long fixed, long training, long scoring) {
        public static final Bytes NONE = new Bytes(0, 0, 0);

        /** The bytes of so many floats. */
        public static Bytes ofFloats(long fixed, long training, long scoring) {
            return new Bytes(times(fixed, Float.BYTES), times(training, Float.BYTES), times(scoring, Float.BYTES));
        }

        /** All that batches of so many images take. */
        public long of(long trained, long scored) {
            return sum(fixed, Math.max(times(training, trained), times(scoring, scored)));
        }
    }

    /**
     * Arrays that have to be in one piece.
     *
     * @param weights values of the largest array of weights
     * @param image values that one image has in the largest array of a batch
     * @param most values that an array may have
     */
    public record Arrays(long weights, long image, long most) {}

    /** The product of two numbers that are not negative. */
    public static long times(long a, long b) {
        return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
    }

    /** The sum of two numbers that are not negative. */
    public static long sum(long a, long b) {
        return a + b < 0 ? Long.MAX_VALUE : a + b;
    }
}
