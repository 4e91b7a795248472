package dev.atelier.trainer.evaluation;

import dev.atelier.contracts.event.EpochCompleted.Score;

/** Accuracy and loss of a pass, added up batch by batch in order. Keeps no single answer, so it serves sets of any size. */
public final class ScoreCount {
    private final int classes;
    private final double[] values;
    private long images;
    private long correct;
    private double loss;

    public ScoreCount(int classes) {
        this.classes = classes;
        this.values = new double[classes];
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
                values[label] = logits[offset + label];
            }
            correct += Softmax.argmax(values) == labels[image] ? 1 : 0;
            loss += Softmax.loss(logits, offset, classes, labels[image]);
        }
        images += size;
    }

    public Score score() {
        if (images == 0) {
            throw new IllegalStateException("no image was added, but accuracy and loss are means over at least one");
        }
        return new Score(loss / images, (double) correct / images);
    }
}
