package dev.atelier.results.ingest;

import dev.atelier.kafka.broker.Broker;
import dev.atelier.results.ingest.batch.Projected;
import dev.atelier.results.ingest.log.IngestConfiguration;
import dev.atelier.results.schema.MetricOrder;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Runs the projection for as long as the service runs. */
@Singleton
public final class ProjectionService {
    private final ProjectionLoop loop;

    @Inject
    public ProjectionService(
            DataSource database,
            Flyway flyway,
            IngestConfiguration configuration,
            Broker broker,
            Instance<ProjectionObserver> observers,
            MeterRegistry registry) {
        this(new ProjectionLoop(
                database,
                configuration.settings(broker),
                () -> {
                    flyway.migrate();
                    MetricOrder.createIndexes(database);
                },
                new Everyone(observers.stream().toList()),
                System::nanoTime,
                registry));
    }

    ProjectionService(ProjectionLoop loop) {
        this.loop = loop;
    }

    void start(@Observes StartupEvent started) {
        loop.start();
    }

    void stop(@Observes @Priority(1) ShutdownEvent stopped) throws InterruptedException {
        loop.stop();
    }

    public ProjectionStatus status() {
        return loop.status();
    }

    /** Whether the projection's thread has ended, though the service runs. */
    public boolean hasEnded() {
        return loop.hasEnded();
    }

    /** How long ago the projection's thread last made progress. */
    public Duration sinceLastTurn() {
        return loop.sinceLastTurn();
    }

    /** Requests a rebuild; cancelling the returned future withdraws the request. */
    public CompletableFuture<RebuildReport> rebuild() {
        return loop.rebuild();
    }

    private record Everyone(List<ProjectionObserver> observers) implements ProjectionObserver {
        @Override
        public void onMigrated() {
            observers.forEach(ProjectionObserver::onMigrated);
        }

        @Override
        public void onProjected(Projected batch) {
            observers.forEach(observer -> observer.onProjected(batch));
        }

        @Override
        public void onRebuilt() {
            observers.forEach(ProjectionObserver::onRebuilt);
        }

        @Override
        public void onOvertaken() {
            observers.forEach(ProjectionObserver::onOvertaken);
        }
    }
}
