package dev.atelier.cli.stack.service;

import java.util.List;

/**
 * The health that a service reports.
 *
 * @param reasons why it is not well, a check with its message each; empty where it is
 */
public record Health(Status status, List<String> reasons) {
    /** What was answered. */
    public enum Status {
        UP,
        DOWN,
        /** Nothing that could be understood. */
        SILENT
    }

    public static final Health UP = new Health(Status.UP, List.of());

    public Health {
        reasons = List.copyOf(reasons);
    }

    public static Health silent(int port) {
        return new Health(Status.SILENT, List.of("does not respond on port " + port));
    }

    public boolean isUp() {
        return status == Status.UP;
    }

    /** The reasons in one line. */
    public String sentence() {
        return String.join("; ", reasons);
    }
}
