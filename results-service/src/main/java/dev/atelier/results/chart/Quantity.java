package dev.atelier.results.chart;

/**
 * What an axis measures.
 *
 * @param label with the unit, such as {@code loss, nats}
 * @param isPercent whether values are shown with two decimals, as tables show accuracies, and not with three digits
 * @param isFraction whether they are fractions in percent, which lie from 0 to 100
 */
public record Quantity(String label, boolean isPercent, boolean isFraction) {
    /** A fraction in percent, such as an accuracy. */
    public static Quantity fraction(String label) {
        return new Quantity(label, true, true);
    }

    /** A quantity in percentage points. */
    public static Quantity points(String label) {
        return new Quantity(label, true, false);
    }

    public static Quantity number(String label) {
        return new Quantity(label, false, false);
    }
}
