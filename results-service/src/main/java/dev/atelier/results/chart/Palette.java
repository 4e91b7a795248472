package dev.atelier.results.chart;

import java.util.List;

/**
 * The colours of all charts, the same on light and on dark ground. Series have Okabe and Ito's, less black and yellow, which
 * colour-blind people distinguish; training has a lighter blue, as its lines are thin. The pages' sheets have the colours of
 * training and validation too.
 *
 * @see <a href="https://jfly.uni-koeln.de/color/">Okabe, Ito, Color Universal Design (2008)</a>
 */
public final class Palette {
    public static final String TRAINING = "#2a86cf";
    public static final String VALIDATION = "#d55e00";
    public static final String TEST = "#009e73";

    /** Of series that are of no split, in their order. */
    static final List<String> SERIES =
            List.of("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c8c8c", "#a67c00");
    /** From little to much, readable with black and with white figures on it only at the ends. */
    static final List<String> SCALE = List.of("#f7fbff", "#c6dbef", "#6baed6", "#2171b5", "#08306b");
    /** From little to much, for lines on any ground. */
    static final List<String> LINES = List.of("#9ecae1", "#2171b5", "#d55e00");

    private Palette() {}

    /** Of a series by its number. */
    public static String of(int series) {
        return SERIES.get(series % SERIES.size());
    }
}
