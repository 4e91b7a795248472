package dev.atelier.results.ingest;

import dev.atelier.contracts.check.Counted;
import dev.atelier.results.ingest.batch.Projected;
import dev.atelier.results.ingest.log.EventsConsumer;
import dev.atelier.results.ingest.log.LogSettings;
import dev.atelier.results.ingest.log.LostRecordsException;
import dev.atelier.results.ingest.log.ReadAhead;
import dev.atelier.results.ingest.log.ReadRecord;
import dev.atelier.results.sql.DatabaseFailure;
import dev.atelier.results.store.Offsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Follows the log with one consumer: applies what it reads, and rebuilds on request. Used from the projection's thread. */
final class LogFollower {
    private static final Logger LOG = Logger.getLogger(LogFollower.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration REPORT_LAG_EVERY = Duration.ofSeconds(1);
    private static final Duration REFRESH_EVERY = Duration.ofSeconds(10);

    private final EventsConsumer log;
    private final ReadAhead ahead;
    private final LogSettings settings;
    private final Projector projector;
    private final ProjectionObserver observer;
    private final ProjectionControl control;
    private final LongSupplier nanoTime;
    private long lagReported;
    private long refreshed;

    LogFollower(
            EventsConsumer log,
            LogSettings settings,
            Projector projector,
            ProjectionObserver observer,
            ProjectionControl control,
            LongSupplier nanoTime) {
        this.log = log;
        this.ahead = new ReadAhead(log);
        this.settings = settings;
        this.projector = projector;
        this.observer = observer;
        this.control = control;
        this.nanoTime = nanoTime;
        this.refreshed = nanoTime.getAsLong();
        this.lagReported = refreshed - REPORT_LAG_EVERY.toNanos();
    }

    /** Follows until the projection is to stop or something fails. */
    void follow() throws SQLException, InterruptedException {
        Offsets reached = seekCommitted();
        while (!control.isStopping()) {
            control.recordTurn();
            Optional<RebuildQueue.Request> request = control.takeRebuild();
            if (request.isPresent()) {
                rebuild(request.get());
                reached = seekCommitted();
            } else if (isConsistent(reached)) {
                if (hasGrown()) {
                    reached = seekCommitted();
                }
                List<ReadRecord> records = ahead.next(POLL);
                if (!records.isEmpty()) {
                    reached = apply(reached, records);
                }
                reportLag();
            } else {
                // Only a rebuild helps: wait for a request.
                control.pause(ProjectionControl.PAUSE);
                reached = seekCommitted();
            }
        }
    }

    /** Reads on from where the projection stands. */
    private Offsets seekCommitted() throws SQLException {
        Offsets committed = projector.offsets();
        if (isConsistent(committed)) {
            ahead.seek(committed);
        }
        return committed;
    }

    private boolean hasGrown() throws InterruptedException {
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
    private boolean isConsistent(Offsets offsets) {
        boolean same = offsets.topicId().filter(id -> !id.equals(log.topicId())).isEmpty();
        if (!same) {
            control.reportObstacle("The projection was made from another topic named " + settings.topic()
                    + "; rebuild it from the present one");
        }
        return same;
    }

    private Offsets apply(Offsets from, List<ReadRecord> records) throws SQLException, InterruptedException {
        Offsets reached = from;
        PersistentBatch batch = new PersistentBatch(projector, log.topicId(), records);
        while (!batch.isDone()) {
            control.recordTurn();
            try {
                switch (batch.applyNext(reached)) {
                    case Projector.Applied(Projected projected, Offsets now) -> {
                        reached = now;
                        observer.onProjected(projected);
                    }
                    case Projector.Overtaken overtaken -> {
                        observer.onOvertaken();
                        return seekCommitted();
                    }
                    case Projector.Busy busy -> {
                        control.pause(POLL);
                        return seekCommitted();
                    }
                }
            } catch (SQLException e) {
                batch.recordFailure(e);
                control.reportFailure("The database does not respond: " + DatabaseFailure.sentence(e), e);
                control.pause(ProjectionControl.PAUSE);
            } catch (RuntimeException | Error e) {
                batch.recordFailure(e);
                control.reportFailure("The projection failed: " + e, e);
                control.pause(ProjectionControl.PAUSE);
            }
            if (control.isStopping()) {
                return reached;
            }
        }
        lastWritten(records).ifPresent(control::reportProjected);
        return reached;
    }

    private static Optional<Instant> lastWritten(List<ReadRecord> records) {
        return Optional.of(records.getLast().source().timestamp())
                .filter(millis -> millis != ConsumerRecord.NO_TIMESTAMP)
                .map(Instant::ofEpochMilli);
    }

    private void reportLag() {
        if (nanoTime.getAsLong() - lagReported < REPORT_LAG_EVERY.toNanos()) {
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
        control.reportLag(lag);
        lagReported = nanoTime.getAsLong();
    }

    private void rebuild(RebuildQueue.Request request) {
        try {
            RebuildReport report = projector.rebuild(log, ahead, settings.answerWithin(), control::recordTurn);
            LOG.infof("Rebuilt the projection from %s", Counted.of(report.records(), "record"));
            observer.onRebuilt();
            request.complete(report);
        } catch (SQLException e) {
            request.fail(new RebuildFailedException(
                    "The database failed: " + DatabaseFailure.sentence(e) + "; the projection is unchanged", e));
        } catch (KafkaException e) {
            request.fail(new RebuildFailedException(
                    "The broker failed: " + e.getMessage() + "; the projection is unchanged", e));
        } catch (RuntimeException | Error e) {
            request.fail(e);
        }
    }
}
