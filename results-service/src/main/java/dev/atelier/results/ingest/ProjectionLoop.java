package dev.atelier.results.ingest;

import dev.atelier.results.store.Offsets;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * The thread that keeps the projection up to date. It outlives everything: while the database or the broker is away it says
 * so in its status and tries again, and no record is ever passed by.
 */
public final class ProjectionLoop {
    private static final Logger LOG = Logger.getLogger(ProjectionLoop.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LOOK_AT_LAG_EVERY = Duration.ofSeconds(1);

    private final Projector projector;
    private final LogSettings settings;
    private final Runnable migration;
    private final ProjectionObserver observer;
    private final LongSupplier nanoTime;
    private final MeterRegistry registry;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final BlockingQueue<CompletableFuture<RebuildReport>> rebuilds = new LinkedBlockingQueue<>();
    private final Thread thread = Thread.ofPlatform().name("projection").unstarted(this::run);
    private volatile ProjectionStatus status = ProjectionStatus.starting();
    private Optional<Instant> lastProjected = Optional.empty();
    private long lookedAtLag;

    /**
     * @param migration brings the database's schema up to date; fails while the database is away
     * @param nanoTime a monotonic clock
     * @param registry shows the metrics of the log's consumer
     */
    public ProjectionLoop(
            DataSource database,
            LogSettings settings,
            Runnable migration,
            ProjectionObserver observer,
            LongSupplier nanoTime,
            MeterRegistry registry) {
        this.projector = new Projector(database, settings.topic());
        this.settings = settings;
        this.migration = migration;
        this.observer = observer;
        this.nanoTime = nanoTime;
        this.registry = registry;
    }

    public void start() {
        thread.start();
    }

    /** Stops after the batch at hand. */
    public void stop() throws InterruptedException {
        stopping.countDown();
        if (!thread.join(Duration.ofSeconds(5))) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(5));
        }
    }

    public ProjectionStatus status() {
        return status;
    }

    /** Asks for a rebuild; what comes of it is said when it is complete. */
    public CompletableFuture<RebuildReport> rebuild() {
        CompletableFuture<RebuildReport> report = new CompletableFuture<>();
        rebuilds.add(report);
        if (stopping.getCount() == 0) {
            refuseRebuilds("The service is stopping");
        }
        return report;
    }

    private void run() {
        boolean migrated = false;
        try {
            while (stopping.getCount() > 0) {
                try {
                    if (!migrated) {
                        migration.run();
                        migrated = true;
                    }
                    follow();
                } catch (SQLException e) {
                    stopped("The database does not answer: " + e.getMessage(), e);
                } catch (KafkaException e) {
                    stopped("The broker at " + settings.broker() + " does not answer: " + e.getMessage(), e);
                } catch (LostRecordsException e) {
                    LOG.error(e.sentence());
                    status = status.stopped(e.sentence());
                } catch (RuntimeException | AssertionError e) {
                    // PostgreSQL's driver asserts that a connection is not taken away from it in the middle of a batch.
                    stopped(
                            migrated
                                    ? "The projection failed: " + e
                                    : "The schema cannot be migrated: " + e.getMessage(),
                            e);
                }
                pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            status = status.stopped("The projection has stopped");
            refuseRebuilds("The service is stopping");
        }
    }

    /** Follows the log with one consumer until something fails. */
    private void follow() throws SQLException, InterruptedException {
        try (EventLog log = EventLog.open(settings, registry)) {
            Offsets reached = positioned(log);
            while (stopping.getCount() > 0) {
                CompletableFuture<RebuildReport> request = rebuilds.poll();
                if (request != null) {
                    rebuild(log, request);
                    reached = positioned(log);
                } else if (consistent(log, reached)) {
                    List<ConsumerRecord<byte[], byte[]>> batch = log.poll(POLL);
                    if (!batch.isEmpty()) {
                        reached = applied(log, reached, batch);
                    }
                    lookAtLag(log);
                } else {
                    // Only a rebuild helps: wait for somebody to ask for it.
                    pause();
                    reached = positioned(log);
                }
            }
        }
    }

    private Offsets positioned(EventLog log) throws SQLException {
        Offsets committed = projector.offsets();
        if (consistent(log, committed)) {
            log.seek(committed);
        }
        lookedAtLag = nanoTime.getAsLong() - LOOK_AT_LAG_EVERY.toNanos();
        return committed;
    }

    /** Whether the offsets are offsets of this log, and not of one that was here before it. */
    private boolean consistent(EventLog log, Offsets offsets) {
        boolean same = offsets.topicId().filter(id -> !id.equals(log.topicId())).isEmpty();
        if (!same) {
            status = status.stopped("The projection was made from another topic named " + settings.topic()
                    + "; rebuild it from the one that is there now");
        }
        return same;
    }

    private Offsets applied(EventLog log, Offsets from, List<ConsumerRecord<byte[], byte[]>> batch)
            throws SQLException, InterruptedException {
        while (true) {
            try {
                Optional<Projector.Step> step = projector.apply(from, log.topicId(), batch);
                if (step.isEmpty()) {
                    LOG.info("The projection has moved on without this service; reading on from where it stands");
                    return positioned(log);
                }
                lastProjected = Optional.of(Instant.ofEpochMilli(batch.getLast().timestamp()));
                observer.projected(step.get().projected());
                return step.get().reached();
            } catch (SQLException e) {
                stopped("The database does not answer: " + e.getMessage(), e);
            }
            pause();
            if (stopping.getCount() == 0) {
                return from;
            }
        }
    }

    private void lookAtLag(EventLog log) {
        if (nanoTime.getAsLong() - lookedAtLag < LOOK_AT_LAG_EVERY.toNanos()) {
            return;
        }
        SortedMap<Integer, Long> ends = log.ends(settings.answerWithin());
        SortedMap<Integer, Long> positions = log.positions();
        long lag = 0;
        for (Map.Entry<Integer, Long> end : ends.entrySet()) {
            long missing = end.getValue() - positions.getOrDefault(end.getKey(), 0L);
            if (missing < 0) {
                throw new LostRecordsException("Partition " + end.getKey() + " of " + settings.topic() + " ends at "
                        + end.getValue() + ", before what was read already");
            }
            lag += missing;
        }
        status = status.going(lag, lastProjected);
        lookedAtLag = nanoTime.getAsLong();
    }

    private void rebuild(EventLog log, CompletableFuture<RebuildReport> request) {
        status = status.startingRebuild();
        try {
            RebuildReport report = projector.rebuild(log, settings.answerWithin());
            LOG.infof("Rebuilt the projection from %d records", report.records());
            observer.rebuilt();
            request.complete(report);
        } catch (SQLException e) {
            request.completeExceptionally(new RebuildFailedException(
                    "The database failed: " + e.getMessage() + "; the projection stands as before", e));
        } catch (KafkaException e) {
            request.completeExceptionally(new RebuildFailedException(
                    "The broker failed: " + e.getMessage() + "; the projection stands as before", e));
        } catch (RuntimeException | AssertionError e) {
            request.completeExceptionally(e);
        }
    }

    private void stopped(String why, Throwable cause) {
        if (status.obstacle().filter(why::equals).isEmpty()) {
            LOG.warnf("%s; trying again until it works", why);
        }
        LOG.debug(why, cause);
        status = status.stopped(why);
        refuseRebuilds(why);
    }

    private void pause() throws InterruptedException {
        stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void refuseRebuilds(String why) {
        for (CompletableFuture<RebuildReport> request = rebuilds.poll(); request != null; request = rebuilds.poll()) {
            request.completeExceptionally(new RebuildFailedException(why + "; the projection stands as before"));
        }
    }
}
