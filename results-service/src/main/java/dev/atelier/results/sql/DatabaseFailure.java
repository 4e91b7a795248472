package dev.atelier.results.sql;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failure of the database means for the rows that were being written, by its SQLSTATE. */
public enum DatabaseFailure {
    /** The rows themselves are refused, and always will be: data, constraints, limits such as that of an index. */
    REFUSED,
    /** The database is unavailable, full, busy or not ready for this version: the same rows may be taken later. */
    PASSING,
    /** Neither is certain: another try decides. */
    UNCERTAIN;

    /** No data, cardinality, data, constraints, the limits of the program, features that are not there, raised errors. */
    private static final Set<String> REFUSING = Set.of("02", "0A", "21", "22", "23", "44", "54", "P0");
    /**
     * Connections, transactions, authorisation, the catalogue, locks, resources, operators, the system, the configuration.
     */
    private static final Set<String> AWAY = Set.of(
            "08", "0B", "24", "25", "26", "28", "2D", "34", "3B", "3D", "3F", "40", "42", "53", "55", "57", "58", "F0",
            "HV");
    /** A statement that was cancelled, and one that found no memory, may be the rows' doing. */
    private static final Set<String> OF_EITHER = Set.of("57014", "53200", "53400");

    private static final int CLASS = 2;

    public static DatabaseFailure of(SQLException failure) {
        String state = state(failure);
        if (state == null || state.length() < CLASS) {
            // The pool's own failures have no state.
            return PASSING;
        }
        String group = state.substring(0, CLASS);
        if (OF_EITHER.contains(state)) {
            return UNCERTAIN;
        }
        return REFUSING.contains(group) ? REFUSED : AWAY.contains(group) ? PASSING : UNCERTAIN;
    }

    /** The database's message, in one sentence, without the statement. */
    public static String sentence(SQLException failure) {
        Throwable cause = failure.getNextException() == null ? failure : failure.getNextException();
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return message + " (" + state(failure) + ")";
    }

    private static @Nullable String state(SQLException failure) {
        return failure.getSQLState() == null && failure.getNextException() != null
                ? failure.getNextException().getSQLState()
                : failure.getSQLState();
    }
}
