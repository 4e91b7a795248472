package dev.atelier.trainer.evaluation;

import dev.atelier.contracts.metric.Tally;

/** Adds the logits of a pass to a tally, batch by batch in order. Keeps no image, so it serves sets of any size. */
public final class LogitTally {
    private final int classes;
    private final double[] scores;
    private final Tally tally;

    public LogitTally(int classes) {
        this.classes = classes;
        this.scores = new double[classes];
        this.tally = new Tally(classes);
    }

    /**
     * Adds a batch.
     *
     * @param logits shape [size, classes]
     * @param labels shape [size]
     */
    public void add(float[] logits, int[] labels, int size) {
        for (int image = 0; image < size; image++) {
            int offset = image * classes;
            for (int label = 0; label < classes; label++) {
                scores[label] = logits[offset + label];
            }
            double greatest = Softmax.greatest(logits, offset, classes);
            double sum = Softmax.sum(logits, offset, classes, greatest);
            double loss = greatest + StrictMath.log(sum) - scores[labels[image]];
            double confidence = StrictMath.exp(scores[Tally.predicted(scores)] - greatest) / sum;
            tally.add(scores, labels[image], loss, confidence);
        }
    }

    /** What has been added so far. */
    public Tally tally() {
        return tally;
    }
}
