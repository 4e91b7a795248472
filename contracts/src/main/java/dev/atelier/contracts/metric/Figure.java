package dev.atelier.contracts.metric;

import java.util.function.ToDoubleFunction;

/**
 * The catalogue of what can be measured on a set of images. A figure is one entry here: the trainers compute it for validation
 * and test images, events carry it, and jobs and studies can go by it, without any other change.
 */
public enum Figure {
    ACCURACY("accuracy", "accuracy", Unit.FRACTION, Direction.MAX, tally -> (double) tally.top(1) / tally.images()),

    /** Mean negative log likelihood. */
    LOSS("loss", "loss", Unit.NATS, Direction.MIN, tally -> tally.loss() / tally.images()),

    /** Expected calibration error over {@value Tally#CALIBRATION_BINS} bins of equal width. */
    CALIBRATION_ERROR("calibrationError", "calibration error", Unit.FRACTION, Direction.MIN, Figure::calibrationError),

    /**
     * Mean over all classes of the dataset of 2 · hits / (images of the class + predictions of it). A class that is neither there
     * nor predicted counts with 0, as in scikit-learn's {@code f1_score} over the dataset's labels with
     * {@code zero_division=0}.
     */
    MACRO_F1("macroF1", "macro F1", Unit.FRACTION, Direction.MAX, Figure::macroF1),

    /** Images whose true class is one of the two of the greatest scores. */
    TOP2_ACCURACY(
            "top2Accuracy",
            "top-2 accuracy",
            Unit.FRACTION,
            Direction.MAX,
            tally -> (double) tally.top(2) / tally.images());

    private final String figureName;
    private final String title;
    private final Unit unit;
    private final Direction direction;
    private final ToDoubleFunction<Tally> value;

    Figure(String figureName, String title, Unit unit, Direction direction, ToDoubleFunction<Tally> value) {
        this.figureName = figureName;
        this.title = title;
        this.unit = unit;
        this.direction = direction;
        this.value = value;
    }

    /** The part of a metric's name behind the dot. */
    public String figureName() {
        return figureName;
    }

    /** As people read it, in lower case where it stands in a sentence. */
    public String title() {
        return title;
    }

    public Unit unit() {
        return unit;
    }

    /** Whether more or less of it is better. */
    public Direction direction() {
        return direction;
    }

    /**
     * Its value, in its unit; not finite where the losses or scores were not.
     *
     * @throws IllegalArgumentException if no image was added
     */
    public double of(Tally tally) {
        if (tally.images() == 0) {
            throw new IllegalArgumentException("the tally has no images; expected at least one to compute " + title);
        }
        return value.applyAsDouble(tally);
    }

    private static double calibrationError(Tally tally) {
        double gap = 0;
        for (Tally.Bin bin : tally.bins()) {
            gap += Math.abs(bin.hits() - bin.confidence());
        }
        return gap / tally.images();
    }

    private static double macroF1(Tally tally) {
        double sum = 0;
        for (int label = 0; label < tally.classes(); label++) {
            int concerned = tally.labelled(label) + tally.predictions(label);
            sum += concerned == 0 ? 0 : 2.0 * tally.count(label, label) / concerned;
        }
        return sum / tally.classes();
    }
}
