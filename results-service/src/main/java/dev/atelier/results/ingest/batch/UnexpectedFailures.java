package dev.atelier.results.ingest.batch;

import dev.atelier.contracts.message.FailureReason;
import dev.atelier.results.projection.LogPosition;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Logs the failures that are errors of this service and not of a record. As one error can concern every record, of each place
 * in the code only the first failure is a warning.
 */
final class UnexpectedFailures {
    private static final Logger LOG = Logger.getLogger(UnexpectedFailures.class);
    private static final String OWN = "dev.atelier.";

    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    /**
     * Logs a failure, unless its message is about a value of the record.
     *
     * @param at where the record is that is set aside for it
     */
    void log(Throwable failure, LogPosition at) {
        if (!FailureReason.isUnexpected(failure)) {
            return;
        }
        Logger.Level level = warned.add(place(failure)) ? Logger.Level.WARN : Logger.Level.DEBUG;
        LOG.logf(
                level,
                failure,
                "An error of this service: the record at %s is set aside. Others at the same place are logged at DEBUG.",
                at.text());
    }

    /** The class of the first failure, and where this service's code was then. */
    private static String place(Throwable failure) {
        Throwable first = failure;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return first.getClass().getName() + " "
                + Arrays.stream(first.getStackTrace())
                        .filter(call -> call.getClassName().startsWith(OWN))
                        .findFirst()
                        .map(StackTraceElement::toString)
                        .orElse("");
    }
}
