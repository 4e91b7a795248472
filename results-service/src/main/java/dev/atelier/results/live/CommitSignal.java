package dev.atelier.results.live;

import dev.atelier.results.ingest.ProjectionObserver;
import dev.atelier.results.ingest.batch.Projected;
import dev.atelier.results.ingest.joblog.JobLogObserver;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes threads that wait for changes, once these are committed. */
@Singleton
public final class CommitSignal implements ProjectionObserver, JobLogObserver {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long commits;

    @Override
    public void onProjected(Projected batch) {
        signal();
    }

    @Override
    public void onRebuilt() {
        signal();
    }

    @Override
    public void onOvertaken() {
        signal();
    }

    @Override
    public void onLinesChanged() {
        signal();
    }

    /** How many commits there have been. */
    public long commits() {
        lock.lock();
        try {
            return commits;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when there have been more commits than that, or when the timeout is at its end. */
    public void await(long seen, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (commits == seen && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        lock.lock();
        try {
            commits++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
