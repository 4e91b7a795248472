package dev.atelier.cli.stack.service;

import dev.atelier.localstack.process.Launch;
import java.util.List;
import java.util.Set;

/** One process of the stack: how it is prepared and launched, and how it shows that it is ready. */
public interface Service {
    String name();

    /** The port by which it is known. */
    int port();

    /** All ports it binds. */
    default List<Integer> ports() {
        return List.of(port());
    }

    /** Services that are ready before this one is started for the first time. */
    Set<String> after();

    /** Whether there is anything to launch. */
    default boolean isBuilt() {
        return true;
    }

    /** The argument by which its process is found. */
    String tag();

    /** How it is launched; changes nothing. */
    Launch launch();

    /** What must be done each time before it is launched. */
    void prepare();

    /** Whether a process that another supervisor left can be kept; otherwise it is launched again. */
    default boolean isCurrent() {
        return true;
    }

    /** Whether it is ready; polled by the supervisor, until it does for the first time. */
    boolean isReady();

    /** Whether it is ready, and why not; changes nothing. */
    default Health readiness() {
        return isReady() ? Health.UP : Health.silent(port());
    }

    /** Whether its running process is of any use; one that has ended needs no other sign. */
    default Health liveness() {
        return Health.UP;
    }
}
