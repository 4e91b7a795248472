package dev.atelier.contracts.metric;

import java.util.Locale;

/** What the values of a metric count. */
public enum Unit {
    /** From 0 to 1; people read it in percent. */
    FRACTION,
    /** Natural units of information, of 0 or more. */
    NATS;

    /** As a page writes it behind a value. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
