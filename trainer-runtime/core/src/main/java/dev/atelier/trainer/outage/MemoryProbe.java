package dev.atelier.trainer.outage;

import java.util.Optional;

/** Tries whether a good part of the heap is free and a thread can be started. */
public final class MemoryProbe implements MachineProbe {
    private static final int LEAST_SHARE = 10;

    @Override
    public Optional<String> problem(long bytes) {
        Runtime runtime = Runtime.getRuntime();
        long most = runtime.maxMemory();
        if (free(runtime) < most / LEAST_SHARE) {
            runtime.gc();
        }
        long free = free(runtime);
        if (free < most / LEAST_SHARE) {
            return Optional.of("%d MiB of the heap of %d MiB are free; at least %d MiB are needed"
                    .formatted(free >> 20, most >> 20, (most / LEAST_SHARE) >> 20));
        }
        try {
            Thread.ofPlatform().daemon().name("probe").start(() -> {});
            return Optional.empty();
        } catch (OutOfMemoryError e) {
            return Optional.of("no further thread can be started: " + e.getMessage());
        }
    }

    private static long free(Runtime runtime) {
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }
}
