package dev.atelier.dataset.coordination.request;

import java.util.Optional;

/** Ancestries for tests. */
public final class Ancestries {
    /** Without any job. */
    public static final Ancestry NONE = new Ancestry(job -> Optional.empty(), completion -> {
        throw new IllegalStateException("there is no job");
    });

    private Ancestries() {}
}
