package dev.atelier.trainer.evaluation;

/**
 * From logits to probabilities, in double precision and in order, with {@link StrictMath}: the same logits give the same
 * bits everywhere.
 */
final class Softmax {
    private Softmax() {}

    /**
     * Writes the probabilities of one image.
     *
     * @param logits shape [classes], from {@code offset}
     * @param probabilities shape [classes]
     */
    static void of(float[] logits, int offset, double[] probabilities) {
        double greatest = greatest(logits, offset, probabilities.length);
        double sum = 0;
        for (int label = 0; label < probabilities.length; label++) {
            probabilities[label] = StrictMath.exp(logits[offset + label] - greatest);
            sum += probabilities[label];
        }
        for (int label = 0; label < probabilities.length; label++) {
            probabilities[label] /= sum;
        }
    }

    /** The greatest logit of one image; no number where one of them is none. */
    static double greatest(float[] logits, int offset, int classes) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int label = 0; label < classes; label++) {
            greatest = Math.max(greatest, logits[offset + label]);
        }
        return greatest;
    }

    /** The exponentials of one image's logits, each less the greatest, summed. */
    static double sum(float[] logits, int offset, int classes, double greatest) {
        double sum = 0;
        for (int label = 0; label < classes; label++) {
            sum += StrictMath.exp(logits[offset + label] - greatest);
        }
        return sum;
    }
}
