package dev.atelier.results.view;

/**
 * Which part of a list to show.
 *
 * @param limit most items to show, {@value #MAX_LIMIT} at most
 * @param offset how many items to skip
 */
public record Part(int limit, int offset) {
    public static final int MAX_LIMIT = 1000;

    public Part {
        if (limit < 1 || limit > MAX_LIMIT || offset < 0) {
            throw new IllegalArgumentException(
                    "limit is " + limit + " and offset " + offset + "; expected 1 to " + MAX_LIMIT + " and at least 0");
        }
    }

    /** As much of the beginning as may be shown at once. */
    public static Part first() {
        return new Part(MAX_LIMIT, 0);
    }
}
