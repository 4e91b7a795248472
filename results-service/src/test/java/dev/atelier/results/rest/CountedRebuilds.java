package dev.atelier.results.rest;

import dev.atelier.results.ingest.ProjectionObserver;
import dev.atelier.results.ingest.batch.Projected;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** How often the service under test has rebuilt its tables. */
@Singleton
public final class CountedRebuilds implements ProjectionObserver {
    private final AtomicInteger rebuilds = new AtomicInteger();

    int count() {
        return rebuilds.get();
    }

    @Override
    public void onProjected(Projected batch) {}

    @Override
    public void onRebuilt() {
        rebuilds.incrementAndGet();
    }
}
