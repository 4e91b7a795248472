package dev.atelier.contracts.metric;

import java.util.List;

/** A set of images that figures are of. */
public enum Split {
    VALIDATION("validation", "validation", List.of(Figure.values())),
    /** While the weights move, a trainer adds up accuracy and loss alone. */
    TRAIN("train", "training", List.of(Figure.ACCURACY, Figure.LOSS)),
    TEST("test", "test", List.of(Figure.values()));

    private final String splitName;
    private final String title;
    private final List<Figure> figures;

    Split(String splitName, String title, List<Figure> figures) {
        this.splitName = splitName;
        this.title = title;
        this.figures = figures;
    }

    /** The part of a metric's name before the dot. */
    public String splitName() {
        return splitName;
    }

    public String title() {
        return title;
    }

    /** The figures that are known of it, in the catalogue's order. */
    public List<Figure> figures() {
        return figures;
    }
}
