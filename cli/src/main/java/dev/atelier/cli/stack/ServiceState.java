package dev.atelier.cli.stack;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a service stands. */
public enum ServiceState {
    /** It waits for those it needs, or its process is not ready yet. */
    STARTING,
    /** Its process was ready once. */
    RUNNING,
    /** Its process ended by itself; the supervisor is about to start it again. */
    RESTARTING,
    STOPPED;

    @JsonValue
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
