package dev.atelier.results.ingest;

import dev.atelier.contracts.topic.Broker;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Runs the projection for as long as the service runs. */
@Singleton
public final class ProjectionService {
    private final ProjectionLoop loop;

    public ProjectionService(
            DataSource database,
            Flyway flyway,
            IngestConfiguration configuration,
            Broker broker,
            Instance<ProjectionObserver> observers,
            MeterRegistry registry) {
        List<ProjectionObserver> all = observers.stream().toList();
        this.loop = new ProjectionLoop(
                database,
                configuration.settings(broker),
                flyway::migrate,
                new Everyone(all),
                System::nanoTime,
                registry);
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

    /** Asks for a rebuild; what comes of it is said when it is complete. */
    public CompletableFuture<RebuildReport> rebuild() {
        return loop.rebuild();
    }

    private record Everyone(List<ProjectionObserver> observers) implements ProjectionObserver {
        @Override
        public void projected(Projected batch) {
            observers.forEach(observer -> observer.projected(batch));
        }

        @Override
        public void rebuilt() {
            observers.forEach(ProjectionObserver::rebuilt);
        }
    }
}
