package dev.atelier.dataset.process;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The clock of all times in this service's events. */
class Clocks {
    @Produces
    @Singleton
    static InstantSource clock() {
        return InstantSource.system();
    }
}
