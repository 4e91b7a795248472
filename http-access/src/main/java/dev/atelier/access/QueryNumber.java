package dev.atelier.access;

import org.jspecify.annotations.Nullable;

/** Whole numbers in query parameters. */
public final class QueryNumber {
    private QueryNumber() {}

    /**
     * Reads a whole number.
     *
     * @param otherwise the number where the parameter is missing or empty
     * @throws jakarta.ws.rs.WebApplicationException with status 400 if it is no whole number from {@code least} to
     *     {@code greatest}
     */
    public static int read(String parameter, @Nullable String value, int otherwise, int least, int greatest) {
        if (value == null || value.isEmpty()) {
            return otherwise;
        }
        if (value.matches("\\d{1,9}")) {
            int number = Integer.parseInt(value);
            if (number >= least && number <= greatest) {
                return number;
            }
        }
        throw Refusal.badRequest(
                parameter + " is '" + value + "'; expected a whole number from " + least + " to " + greatest);
    }
}
