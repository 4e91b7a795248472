package dev.atelier.cli.stack;

import java.util.Objects;

/** Failures as one sentence that names the cause. */
final class Reasons {
    private Reasons() {}

    /** The message, and that of its cause where it adds something. */
    static String of(Throwable failure) {
        String message = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        Throwable cause = failure.getCause();
        return cause == null || message.contains(Objects.requireNonNullElse(cause.getMessage(), cause.toString()))
                ? message
                : message + ": " + of(cause);
    }
}
