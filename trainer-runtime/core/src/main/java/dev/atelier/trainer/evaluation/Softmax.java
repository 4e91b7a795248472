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
        double greatest = Double.NEGATIVE_INFINITY;
        for (int label = 0; label < probabilities.length; label++) {
            greatest = Math.max(greatest, logits[offset + label]);
        }
        double sum = 0;
        for (int label = 0; label < probabilities.length; label++) {
            probabilities[label] = StrictMath.exp(logits[offset + label] - greatest);
            sum += probabilities[label];
        }
        for (int label = 0; label < probabilities.length; label++) {
            probabilities[label] /= sum;
        }
    }

    /** Cross-entropy of one image in nats: the logarithm of the summed exponentials less the label's logit. */
    static double loss(float[] logits, int offset, int classes, int label) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int other = 0; other < classes; other++) {
            greatest = Math.max(greatest, logits[offset + other]);
        }
        double sum = 0;
        for (int other = 0; other < classes; other++) {
            sum += StrictMath.exp(logits[offset + other] - greatest);
        }
        return greatest + StrictMath.log(sum) - logits[offset + label];
    }

    /** The class of the greatest value, the first where several are; of values that are no numbers, class 0. */
    static int argmax(double[] values) {
        int best = 0;
        for (int label = 1; label < values.length; label++) {
            if (values[label] > values[best]) {
                best = label;
            }
        }
        return best;
    }
}
