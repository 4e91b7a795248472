package dev.atelier.results.ingest;

import dev.atelier.results.ingest.log.EventsConsumer;
import dev.atelier.results.ingest.log.LogSettings;
import dev.atelier.results.ingest.log.LostRecordsException;
import dev.atelier.results.sql.DatabaseFailure;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * The thread that keeps the projection up to date. No failure ends it: while the database or the broker is unavailable
 * it shows so in its status and tries again, and no record is skipped without being set aside.
 */
public final class ProjectionLoop {
    private static final Logger LOG = Logger.getLogger(ProjectionLoop.class);

    private final Projector projector;
    private final LogSettings settings;
    private final Migration migration;
    private final ProjectionObserver observer;
    private final LongSupplier nanoTime;
    private final ProjectionControl control;
    private final MeterRegistry registry;
    private final Thread thread = Thread.ofPlatform().name("projection").unstarted(this::run);

    /** Migrates the schema of the database to this version. */
    @FunctionalInterface
    public interface Migration {
        void run() throws SQLException;
    }

    /**
     * @param migration migrates the database's schema; fails while the database is unavailable
     * @param nanoTime a monotonic clock
     * @param registry shows the metrics of the log's consumer
     */
    public ProjectionLoop(
            DataSource database,
            LogSettings settings,
            Migration migration,
            ProjectionObserver observer,
            LongSupplier nanoTime,
            MeterRegistry registry) {
        this.projector = new Projector(database, settings.topic());
        this.settings = settings;
        this.migration = migration;
        this.observer = observer;
        this.nanoTime = nanoTime;
        this.registry = registry;
        this.control = new ProjectionControl(nanoTime);
    }

    public void start() {
        control.recordTurn();
        thread.start();
    }

    /** Stops after the batch at hand. */
    public void stop() throws InterruptedException {
        control.stop();
        if (!thread.join(Duration.ofSeconds(5))) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(5));
        }
    }

    public ProjectionStatus status() {
        return control.status();
    }

    /** Whether the thread has been started and has ended, though nobody stopped it. */
    public boolean hasEnded() {
        return thread.getState() == Thread.State.TERMINATED && !control.isStopping();
    }

    /** How long ago the thread last began another batch, retry or poll of the log. */
    public Duration sinceLastTurn() {
        return control.sinceLastTurn();
    }

    /**
     * Requests a rebuild; the report comes when it is complete. Requests that are made before it begins are one, and
     * it does not run when all clients have cancelled the future they got here.
     */
    public CompletableFuture<RebuildReport> rebuild() {
        return control.requestRebuild();
    }

    private void run() {
        boolean migrated = false;
        try {
            while (!control.isStopping()) {
                try {
                    control.recordTurn();
                    if (!migrated) {
                        migration.run();
                        migrated = true;
                        observer.onMigrated();
                    }
                    follow();
                } catch (SQLException e) {
                    control.reportFailure("The database does not respond: " + DatabaseFailure.sentence(e), e);
                } catch (org.apache.kafka.common.errors.InterruptException e) {
                    throw new InterruptedException(e.getMessage());
                } catch (KafkaException e) {
                    control.reportFailure(
                            "The broker at " + settings.broker() + " does not respond: " + e.getMessage(), e);
                } catch (LostRecordsException e) {
                    LOG.error(e.sentence());
                    control.reportObstacle(e.sentence());
                } catch (RuntimeException | Error e) {
                    // An error of one turn, such as a failed assertion of a driver, is none of the next.
                    control.reportFailure(
                            migrated
                                    ? "The projection failed: " + e
                                    : "The schema cannot be migrated: " + e.getMessage(),
                            e);
                }
                control.pause(ProjectionControl.PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            control.close();
        }
    }

    private void follow() throws SQLException, InterruptedException {
        try (EventsConsumer log = EventsConsumer.open(settings, registry)) {
            new LogFollower(log, settings, projector, observer, control, nanoTime).follow();
        }
    }
}
