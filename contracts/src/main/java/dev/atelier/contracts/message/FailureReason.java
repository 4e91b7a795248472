package dev.atelier.contracts.message;

import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a record cannot be used, in words for people: what was written about a value of it, and never the name of a Java class.
 */
public final class FailureReason {
    private FailureReason() {}

    /** The end of a sentence such as "it cannot be stored: …". */
    public static String of(Throwable failure) {
        return ofRecord(failure).orElse("it is of a form that the service does not expect");
    }

    /** Whether nothing was written about a value of the record: the failure is an error of the program. */
    public static boolean isUnexpected(Throwable failure) {
        return ofRecord(failure).isEmpty();
    }

    private static Optional<String> ofRecord(Throwable failure) {
        String message = own(failure);
        return switch (failure) {
            case StackOverflowError tooDeep -> Optional.of("it is nested too deeply");
            case OutOfMemoryError tooLarge -> Optional.of("the service has too little memory for it");
            case UncheckedIOException io -> Optional.of(JsonProblem.describe(io));
            case IllegalArgumentException refused when message != null -> Optional.of(message);
            case DateTimeException refused when message != null -> Optional.of(message);
            default -> Optional.ofNullable(failure.getCause()).flatMap(FailureReason::ofRecord);
        };
    }

    /** The message that was written for this failure; null where it has none, or only that of its cause. */
    private static @Nullable String own(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause != null && Objects.equals(failure.getMessage(), cause.toString()) ? null : failure.getMessage();
    }
}
