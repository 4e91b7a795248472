package dev.atelier.results.ingest;

import dev.atelier.results.ingest.batch.Projected;
import dev.atelier.results.ingest.log.EventsConsumer;
import dev.atelier.results.ingest.log.LogSettings;
import dev.atelier.results.ingest.log.LostRecordsException;
import dev.atelier.results.ingest.log.ReadAhead;
import dev.atelier.results.ingest.log.ReadRecord;
import dev.atelier.results.sql.DatabaseFailure;
import dev.atelier.results.store.Offsets;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * The thread that keeps the projection up to date. It outlives everything: while the database or the broker is away it shows
 * so in its status and tries again, and no record is passed by without being set aside.
 */
public final class ProjectionLoop {
    private static final Logger LOG = Logger.getLogger(ProjectionLoop.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LOOK_AT_LAG_EVERY = Duration.ofSeconds(1);
    private static final Duration REFRESH_EVERY = Duration.ofSeconds(10);

    private final Projector projector;
    private final LogSettings settings;
    private final Runnable migration;
    private final ProjectionObserver observer;
    private final LongSupplier nanoTime;
    private final MeterRegistry registry;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final RebuildQueue rebuilds = new RebuildQueue();
    private final Thread thread = Thread.ofPlatform().name("projection").unstarted(this::run);
    private volatile ProjectionStatus status = ProjectionStatus.starting();
    private volatile long lastTurn;
    private Optional<Instant> lastProjected = Optional.empty();
    private long lookedAtLag;
    private long refreshed;

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
        this.lastTurn = nanoTime.getAsLong();
    }

    public void start() {
        turn();
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

    /** Whether the thread has been started and has ended, though nobody stopped it. */
    public boolean hasEnded() {
        return thread.getState() == Thread.State.TERMINATED && stopping.getCount() > 0;
    }

    /** How long ago the thread last went on to another batch, another try or another poll of the log. */
    public Duration sinceLastTurn() {
        return Duration.ofNanos(nanoTime.getAsLong() - lastTurn);
    }

    /**
     * Requests a rebuild; the report comes when it is complete. Requests that are made before it begins are one, and
     * it does not run when all clients have cancelled the future they got here.
     */
    public CompletableFuture<RebuildReport> rebuild() {
        return rebuilds.request();
    }

    private void turn() {
        lastTurn = nanoTime.getAsLong();
    }

    private void run() {
        boolean migrated = false;
        try {
            while (stopping.getCount() > 0) {
                try {
                    turn();
                    if (!migrated) {
                        migration.run();
                        migrated = true;
                    }
                    follow();
                } catch (SQLException e) {
                    stopped("The database does not answer: " + DatabaseFailure.sentence(e), e);
                } catch (org.apache.kafka.common.errors.InterruptException e) {
                    throw new InterruptedException(e.getMessage());
                } catch (KafkaException e) {
                    stopped("The broker at " + settings.broker() + " does not answer: " + e.getMessage(), e);
                } catch (LostRecordsException e) {
                    LOG.error(e.sentence());
                    status = status.stopped(e.sentence());
                } catch (RuntimeException | Error e) {
                    // An error of one turn, such as a failed assertion of a driver, is none of the next.
                    stopped(
                            migrated
                                    ? "The projection failed: " + e
                                    : "The schema cannot be migrated: " + e.getMessage(),
                            e);
                }
                pause(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            status = status.stopped("The projection has stopped");
            rebuilds.close("The service is stopping; the projection stands as before");
        }
    }

    /** Follows the log with one consumer until something fails. */
    private void follow() throws SQLException, InterruptedException {
        try (EventsConsumer log = EventsConsumer.open(settings, registry)) {
            ReadAhead ahead = new ReadAhead(log);
            refreshed = nanoTime.getAsLong();
            Offsets reached = positioned(log, ahead);
            while (stopping.getCount() > 0) {
                turn();
                Optional<RebuildQueue.Request> request = rebuilds.take();
                if (request.isPresent()) {
                    rebuild(log, ahead, request.get());
                    reached = positioned(log, ahead);
                } else if (consistent(log, reached)) {
                    if (hasGrown(log)) {
                        reached = positioned(log, ahead);
                    }
                    List<ReadRecord> records = ahead.next(POLL);
                    if (!records.isEmpty()) {
                        reached = apply(log, ahead, reached, records);
                    }
                    lookAtLag(log, ahead);
                } else {
                    // Only a rebuild helps: wait for somebody to request it.
                    pause(PAUSE);
                    reached = positioned(log, ahead);
                }
            }
        }
    }

    private Offsets positioned(EventsConsumer log, ReadAhead ahead) throws SQLException {
        Offsets committed = projector.offsets();
        if (consistent(log, committed)) {
            ahead.seek(committed);
        }
        return committed;
    }

    private boolean hasGrown(EventsConsumer log) throws InterruptedException {
        if (nanoTime.getAsLong() - refreshed < REFRESH_EVERY.toNanos()) {
            return false;
        }
        refreshed = nanoTime.getAsLong();
        boolean grown = log.refresh();
        if (grown) {
            LOG.infof("The topic %s has more partitions; reading them from their beginning", settings.topic());
        }
        return grown;
    }

    /** Whether the offsets are offsets of this log, and not of one that was here before it. */
    private boolean consistent(EventsConsumer log, Offsets offsets) {
        boolean same = offsets.topicId().filter(id -> !id.equals(log.topicId())).isEmpty();
        if (!same) {
            status = status.stopped("The projection was made from another topic named " + settings.topic()
                    + "; rebuild it from the one that is there now");
        }
        return same;
    }

    private Offsets apply(EventsConsumer log, ReadAhead ahead, Offsets from, List<ReadRecord> records)
            throws SQLException, InterruptedException {
        Offsets reached = from;
        PersistentBatch batch = new PersistentBatch(projector, log.topicId(), records);
        while (!batch.isDone()) {
            turn();
            try {
                switch (batch.applyNext(reached)) {
                    case Projector.Applied(Projected projected, Offsets now) -> {
                        reached = now;
                        observer.projected(projected);
                    }
                    case Projector.Overtaken overtaken -> {
                        observer.overtaken();
                        return positioned(log, ahead);
                    }
                    case Projector.Busy busy -> {
                        pause(POLL);
                        return positioned(log, ahead);
                    }
                }
            } catch (SQLException e) {
                batch.failed(e);
                stopped("The database does not answer: " + DatabaseFailure.sentence(e), e);
                pause(PAUSE);
            } catch (RuntimeException | Error e) {
                batch.failed(e);
                stopped("The projection failed: " + e, e);
                pause(PAUSE);
            }
            if (stopping.getCount() == 0) {
                return reached;
            }
        }
        lastProjected = lastWritten(records).or(() -> lastProjected);
        return reached;
    }

    private static Optional<Instant> lastWritten(List<ReadRecord> records) {
        return Optional.of(records.getLast().source().timestamp())
                .filter(millis -> millis != ConsumerRecord.NO_TIMESTAMP)
                .map(Instant::ofEpochMilli);
    }

    private void lookAtLag(EventsConsumer log, ReadAhead ahead) {
        if (nanoTime.getAsLong() - lookedAtLag < LOOK_AT_LAG_EVERY.toNanos()) {
            return;
        }
        SortedMap<Integer, Long> ends = log.ends(settings.answerWithin());
        SortedMap<Integer, Long> positions = log.positions();
        long lag = ahead.pending();
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

    private void rebuild(EventsConsumer log, ReadAhead ahead, RebuildQueue.Request request) {
        status = status.startingRebuild();
        try {
            RebuildReport report = projector.rebuild(log, ahead, settings.answerWithin(), this::turn);
            LOG.infof("Rebuilt the projection from %d records", report.records());
            observer.rebuilt();
            request.complete(report);
        } catch (SQLException e) {
            request.fail(new RebuildFailedException(
                    "The database failed: " + DatabaseFailure.sentence(e) + "; the projection stands as before", e));
        } catch (KafkaException e) {
            request.fail(new RebuildFailedException(
                    "The broker failed: " + e.getMessage() + "; the projection stands as before", e));
        } catch (RuntimeException | Error e) {
            request.fail(e);
        }
    }

    private void stopped(String why, Throwable cause) {
        if (status.obstacle().filter(why::equals).isEmpty()) {
            LOG.warnf("%s; trying again until it works", why);
        }
        LOG.debug(why, cause);
        status = status.stopped(why);
        rebuilds.refuse(why + "; the projection stands as before");
    }

    private void pause(Duration duration) throws InterruptedException {
        stopping.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    }
}
