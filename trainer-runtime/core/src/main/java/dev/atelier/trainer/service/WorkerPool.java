package dev.atelier.trainer.service;

import dev.atelier.trainer.queue.JobQueue;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The workers of a trainer: each has a place of its own at the queue and works on one job at a time. */
final class WorkerPool {
    private final List<JobQueue> queues;

    /** @param size number of workers */
    WorkerPool(int size, Supplier<JobQueue> worker) {
        if (size < 1) {
            throw new IllegalArgumentException("the number of workers is " + size + "; expected at least 1");
        }
        queues = Stream.generate(worker).limit(size).toList();
    }

    void start() {
        queues.forEach(JobQueue::start);
    }

    /** Hands all jobs back, at the same time; returns whether all workers ended within so much time. */
    boolean stop(Duration timeout) throws InterruptedException {
        long start = System.nanoTime();
        queues.forEach(JobQueue::requestStop);
        boolean inTime = true;
        for (JobQueue queue : queues) {
            inTime &= queue.awaitEnd(timeout.minusNanos(System.nanoTime() - start));
        }
        return inTime;
    }

    /** How long ago the worker polled last that has not for the longest time. */
    Duration sinceLastTurn() {
        return queues.stream()
                .map(JobQueue::sinceLastTurn)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Whether any takes jobs: one that replaces its consumer leaves jobs to the others. */
    boolean takesJobs() {
        return queues.stream().anyMatch(JobQueue::connected);
    }

    /** For how long the work that hangs the longest has hung. */
    Optional<Duration> hungFor() {
        return queues.stream().flatMap(queue -> queue.hungFor().stream()).max(Comparator.naturalOrder());
    }
}
