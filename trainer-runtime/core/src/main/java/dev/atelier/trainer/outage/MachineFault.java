package dev.atelier.trainer.outage;

import com.fasterxml.jackson.core.JacksonException;
import dev.atelier.tensor.InvalidSafetensorsException;
import dev.atelier.trainer.algorithm.EngineUnavailableException;
import dev.atelier.trainer.budget.BudgetUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;

/**
 * A failure that the machine seems to have caused, not the job. This is the one place that decides which
 * exceptions do; a {@link MachineProbe} decides whether it is so.
 *
 * @param kind what of the machine seems not to work
 * @param bytes bytes that could not be written, where that is known; else 0
 * @param cause what was thrown
 */
public record MachineFault(Kind kind, long bytes, Throwable cause) {
    private static final int CAUSES = 20;

    /** What can fail on a machine. */
    public enum Kind {
        /** A folder cannot be written to or read, or is full. */
        STORAGE,
        /** There is no memory left, or no further thread can be started. */
        MEMORY,
        /** A library that training needs, such as PyTorch, cannot be loaded. */
        LIBRARY;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The machine's fault in a failure, or in what caused it; empty where it is the job's own. */
    public static Optional<MachineFault> in(Throwable thrown) {
        Throwable each = thrown;
        for (int depth = 0; each != null && depth < CAUSES; depth++) {
            switch (each) {
                case JacksonException unreadable -> {
                    return Optional.empty();
                }
                case InvalidSafetensorsException damaged -> {
                    return Optional.empty();
                }
                case OutOfMemoryError full -> {
                    return Optional.of(new MachineFault(Kind.MEMORY, 0, each));
                }
                case InternalError mapped
                when isOfMappedFile(mapped) -> {
                    return Optional.of(new MachineFault(Kind.STORAGE, 0, each));
                }
                case EngineUnavailableException unavailable -> {
                    return Optional.of(new MachineFault(Kind.LIBRARY, 0, each));
                }
                case LinkageError missing -> {
                    return Optional.of(new MachineFault(Kind.LIBRARY, 0, each));
                }
                case NotWrittenException full -> {
                    return Optional.of(new MachineFault(Kind.STORAGE, full.bytes(), each));
                }
                case BudgetUnavailableException unavailable -> {
                    return Optional.of(new MachineFault(Kind.STORAGE, 0, each));
                }
                case UncheckedIOException wrapped -> {
                    // Its cause decides.
                }
                case IOException storage -> {
                    return Optional.of(new MachineFault(Kind.STORAGE, 0, each));
                }
                default -> {
                    // Perhaps its cause.
                }
            }
            each = each.getCause();
        }
        return Optional.empty();
    }

    /** What the JVM throws where the disk does not deliver a page of a file that is mapped into memory. */
    private static boolean isOfMappedFile(InternalError error) {
        return String.valueOf(error.getMessage()).contains("unsafe memory access");
    }
}
