package dev.atelier.trainer.evaluation;

import dev.atelier.tensor.Tensor;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The probabilities that a model gives to each class of each image of a set, filled batch by batch in the set's order.
 * They can be averaged over several views of the same images, such as their mirror images.
 */
public final class Predictions {
    private final int classes;
    private final int[] labels;
    private final double[] probabilities;
    private final double[] scratch;
    private int filled;
    private int looks;

    /**
     * @param images number of images in the set
     */
    public Predictions(int images, int classes) {
        if (images < 1 || classes < 2) {
            throw new IllegalArgumentException(
                    "images is " + images + " and classes is " + classes + "; expected at least 1 and 2");
        }
        this.classes = classes;
        this.labels = new int[images];
        this.probabilities = new double[Math.multiplyExact(images, classes)];
        this.scratch = new double[classes];
    }

    /**
     * Adds the next batch of the set; after the last batch of a look the next look starts at the first image again.
     *
     * @param logits shape [size, classes]
     * @param batchLabels shape [size]
     */
    public void add(float[] logits, int[] batchLabels, int size) {
        if (filled == labels.length) {
            filled = 0;
        }
        if (size > labels.length - filled) {
            throw new IllegalArgumentException("a batch has " + size + " images; expected at most "
                    + (labels.length - filled) + ": the set has " + labels.length);
        }
        for (int image = 0; image < size; image++) {
            Softmax.of(logits, image * classes, scratch);
            for (int label = 0; label < classes; label++) {
                probabilities[(filled + image) * classes + label] += scratch[label];
            }
            labels[filled + image] = batchLabels[image];
        }
        filled += size;
        looks += filled == labels.length ? 1 : 0;
    }

    public int images() {
        return labels.length;
    }

    public int classes() {
        return classes;
    }

    /** The true class of an image. */
    public int label(int image) {
        return labels[image];
    }

    /** Writes the probabilities of an image, the mean over all looks. */
    public void probabilities(int image, double[] target) {
        requireWhole();
        for (int label = 0; label < classes; label++) {
            target[label] = probabilities[image * classes + label] / looks;
        }
    }

    /**
     * The tensors of the artefact: {@code probabilities} of shape [images, classes] and {@code labels} of shape [images],
     * in the dataset's order.
     */
    public SortedMap<String, Tensor> tensors() {
        requireWhole();
        float[] rounded = new float[probabilities.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) (probabilities[i] / looks);
        }
        long[] wide = new long[labels.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = labels[i];
        }
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        tensors.put("labels", new Tensor.I64(List.of(labels.length), wide));
        tensors.put("probabilities", new Tensor.F32(List.of(labels.length, classes), rounded));
        return tensors;
    }

    private void requireWhole() {
        if (looks == 0 || filled < labels.length) {
            throw new IllegalStateException(
                    filled + " of " + labels.length + " images have been added, but all must be before they are read");
        }
    }
}
