package dev.atelier.results.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * What the projection's thread shares with others: they request that it stops and that it rebuilds, and read its status;
 * it takes the requests and reports. {@link #takeRebuild} and the methods that report are for the projection's thread
 * alone, all others for any thread.
 */
final class ProjectionControl {
    /** Between two tries of what failed. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = Logger.getLogger(ProjectionControl.class);

    private final LongSupplier nanoTime;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final RebuildQueue rebuilds = new RebuildQueue();
    private volatile ProjectionStatus status = ProjectionStatus.starting();
    private volatile long lastTurn;
    /** Of the projection's thread alone. */
    private Optional<Instant> lastProjected = Optional.empty();

    /** @param nanoTime a monotonic clock */
    ProjectionControl(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastTurn = nanoTime.getAsLong();
    }

    void stop() {
        stopping.countDown();
    }

    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Waits, unless it is to stop. */
    void pause(Duration duration) throws InterruptedException {
        stopping.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Records that the thread begins another batch, retry or poll of the log. */
    void recordTurn() {
        lastTurn = nanoTime.getAsLong();
    }

    Duration sinceLastTurn() {
        return Duration.ofNanos(nanoTime.getAsLong() - lastTurn);
    }

    ProjectionStatus status() {
        return status;
    }

    /** Reports the time of the latest record that is projected. */
    void reportProjected(Instant time) {
        lastProjected = Optional.of(time);
    }

    /** @param lag records that are written but not yet projected */
    void reportLag(long lag) {
        status = status.going(lag, lastProjected);
    }

    /** Reports a failure that is retried, and refuses the rebuilds that wait. */
    void reportFailure(String why, Throwable cause) {
        if (status.obstacle().filter(why::equals).isEmpty()) {
            LOG.warnf("%s; retrying", why);
        }
        LOG.debug(why, cause);
        status = status.stopped(why);
        rebuilds.refuse(why + "; the projection is unchanged");
    }

    /** Reports an obstacle that no retry removes; a rebuild may. */
    void reportObstacle(String why) {
        status = status.stopped(why);
    }

    /** Reports that the projection has stopped, and refuses all rebuilds from now on. */
    void close() {
        status = status.stopped("The projection has stopped");
        rebuilds.close("The service is stopping; the projection is unchanged");
    }

    CompletableFuture<RebuildReport> requestRebuild() {
        return rebuilds.request();
    }

    /** The rebuild that is to begin now, if one is requested. */
    Optional<RebuildQueue.Request> takeRebuild() {
        Optional<RebuildQueue.Request> request = rebuilds.take();
        if (request.isPresent()) {
            status = status.startingRebuild();
        }
        return request;
    }
}
