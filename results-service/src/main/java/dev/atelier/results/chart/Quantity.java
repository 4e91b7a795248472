package dev.atelier.results.chart;

/**
 * What an axis measures.
 *
 * @param label with the unit, such as {@code loss, nats}
 * @param isPercent whether values are shown with two decimals, as tables show accuracies, and not with three digits
 */
public record Quantity(String label, boolean isPercent) {
    /** A quantity in percent or in percentage points. */
    public static Quantity percent(String label) {
        return new Quantity(label, true);
    }

    public static Quantity number(String label) {
        return new Quantity(label, false);
    }
}
