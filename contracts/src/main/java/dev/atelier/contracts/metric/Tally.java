package dev.atelier.contracts.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * What every {@link Figure} is computed from: counts and sums over the images of a pass, of a size that depends on the number
 * of classes alone. Sums run in double precision in the order in which images are added, so the same images in the same order
 * have the same figures to the last bit, however they were cut into batches.
 *
 * <p>The classes of an image are ranked by their scores from the greatest on; of equal scores the class that comes first is
 * ahead. The predicted class is that of rank 0. A score that is not a number is behind all others, but for class 0, which is
 * then ahead of all.
 */
public final class Tally {
    /** Bins of equal width that confidences are sorted into. */
    public static final int CALIBRATION_BINS = 15;

    private final int[][] confusion;
    private final int[] ranks;
    private final int[] binImages = new int[CALIBRATION_BINS];
    private final int[] binHits = new int[CALIBRATION_BINS];
    private final double[] binConfidence = new double[CALIBRATION_BINS];
    private int images;
    private double loss;

    /** @param classes number of classes of the dataset */
    public Tally(int classes) {
        this.confusion = new int[classes][classes];
        this.ranks = new int[classes];
    }

    /** The class of rank 0. */
    public static int predicted(double[] scores) {
        int best = 0;
        for (int other = 1; other < scores.length; other++) {
            if (key(scores, other) > key(scores, best)) {
                best = other;
            }
        }
        return best;
    }

    /**
     * Adds an image.
     *
     * @param scores logits or probabilities, shape [classes]
     * @param label the true class
     * @param imageLoss its negative log likelihood in nats
     * @param confidence the probability of the predicted class
     */
    public void add(double[] scores, int label, double imageLoss, double confidence) {
        int rank = rank(scores, label);
        confusion[label][predicted(scores)]++;
        ranks[rank]++;
        loss += imageLoss;
        int bin = bin(confidence);
        binImages[bin]++;
        binConfidence[bin] += confidence;
        binHits[bin] += rank == 0 ? 1 : 0;
        images++;
    }

    public int classes() {
        return confusion.length;
    }

    /** Number of images. */
    public int images() {
        return images;
    }

    /** Sum over the images, in nats. */
    public double loss() {
        return loss;
    }

    /** Images of a true class for which a class was predicted. */
    public int count(int label, int predicted) {
        return confusion[label][predicted];
    }

    /** Images of a true class. */
    public int labelled(int label) {
        int count = 0;
        for (int predicted = 0; predicted < confusion.length; predicted++) {
            count += confusion[label][predicted];
        }
        return count;
    }

    /** Images for which a class was predicted. */
    public int predictions(int predicted) {
        int count = 0;
        for (int[] row : confusion) {
            count += row[predicted];
        }
        return count;
    }

    /** Images whose true class is among the first {@code k} of the ranking; the predicted class is the first one. */
    public int top(int k) {
        int count = 0;
        for (int rank = 0; rank < Math.min(k, ranks.length); rank++) {
            count += ranks[rank];
        }
        return count;
    }

    /** The bins of confidence, from the least confident to the most. */
    public List<Bin> bins() {
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < CALIBRATION_BINS; bin++) {
            bins.add(new Bin(binImages[bin], binHits[bin], binConfidence[bin]));
        }
        return List.copyOf(bins);
    }

    /**
     * The images of about one confidence.
     *
     * @param hits images whose class was predicted
     * @param confidence sum over the images
     */
    public record Bin(int images, int hits, double confidence) {}

    private static int rank(double[] scores, int label) {
        double own = key(scores, label);
        int ahead = 0;
        for (int other = 0; other < scores.length; other++) {
            double key = key(scores, other);
            ahead += key > own || (key == own && other < label) ? 1 : 0;
        }
        return ahead;
    }

    private static double key(double[] scores, int label) {
        if (Double.isNaN(scores[label])) {
            return label == 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        return scores[label];
    }

    /** Bins are open to the left: a confidence of exactly 1/15 is in the first. */
    private static int bin(double confidence) {
        int bin = (int) Math.ceil(confidence * CALIBRATION_BINS) - 1;
        return Math.clamp(bin, 0, CALIBRATION_BINS - 1);
    }
}
