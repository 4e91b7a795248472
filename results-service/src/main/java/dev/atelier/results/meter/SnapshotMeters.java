package dev.atelier.results.meter;

import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.ingest.ProjectionService;
import dev.atelier.results.view.BacklogReader;
import dev.atelier.results.view.BacklogReader.Group;
import dev.atelier.results.view.Reading.DatabaseAwayException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Meters of a snapshot: jobs by state, the age of the queue, how far the projection lags. */
@Singleton
public final class SnapshotMeters {
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final BacklogReader backlog;
    private final ProjectionService projection;
    private final InstantSource clock = InstantSource.system();
    private Optional<Snapshot> snapshot = Optional.empty();
    private Instant readAt = Instant.EPOCH;

    /** The state of the database at one time. */
    private record Snapshot(List<Group> groups, Map<String, Instant> progress) {
        Optional<Group> group(Family family, JobState state) {
            return groups.stream()
                    .filter(group -> group.family().equals(family.name()) && group.state() == state)
                    .findFirst();
        }
    }

    public SnapshotMeters(BacklogReader backlog, ProjectionService projection) {
        this.backlog = backlog;
        this.projection = projection;
    }

    void register(@Observes StartupEvent started, MeterRegistry meters) {
        for (Family family : Families.known()) {
            for (JobState state : JobState.values()) {
                gauge("atelier.jobs", "Jobs, by family and state", self -> self.jobs(family, state))
                        .tag("family", family.name())
                        .tag("state", state.name())
                        .register(meters);
            }
            gauge("atelier.queue.age", "How long the longest waiting job has waited", self -> self.queueAge(family))
                    .baseUnit("seconds")
                    .tag("family", family.name())
                    .register(meters);
            gauge(
                            "atelier.progress.age",
                            "Longest time that a running job has been without a new epoch",
                            self -> self.progressAge(family))
                    .baseUnit("seconds")
                    .tag("family", family.name())
                    .register(meters);
        }
        gauge(
                        "atelier.projection.lag.records",
                        "Records written but not yet projected",
                        self -> self.projection.status().lagRecords())
                .register(meters);
        gauge("atelier.projection.lag", "Age of the last projected record, while there are more", SnapshotMeters::lag)
                .baseUnit("seconds")
                .register(meters);
    }

    private Gauge.Builder<SnapshotMeters> gauge(
            String name, String description, ToDoubleFunction<SnapshotMeters> value) {
        return Gauge.builder(name, this, value).description(description).strongReference(true);
    }

    private double jobs(Family family, JobState state) {
        return current()
                .map(all -> all.group(family, state).map(Group::jobs).orElse(0L).doubleValue())
                .orElse(Double.NaN);
    }

    private double queueAge(Family family) {
        return current()
                .map(all -> all.group(family, JobState.QUEUED)
                        .flatMap(Group::oldestQueuedAt)
                        .map(this::age)
                        .orElse(0.0))
                .orElse(Double.NaN);
    }

    private double progressAge(Family family) {
        return current()
                .map(all -> Optional.ofNullable(all.progress().get(family.name()))
                        .map(this::age)
                        .orElse(0.0))
                .orElse(Double.NaN);
    }

    private double lag() {
        return projection.status().waitingSince().map(this::age).orElse(0.0);
    }

    private double age(Instant since) {
        return Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
    }

    /** The latest reading of the database, if it answered. One look serves all gauges of a scrape. */
    private synchronized Optional<Snapshot> current() {
        Instant now = clock.instant();
        if (Duration.between(readAt, now).compareTo(FRESH) > 0) {
            try {
                snapshot = Optional.of(new Snapshot(backlog.groups(), backlog.progress()));
            } catch (DatabaseAwayException e) {
                snapshot = Optional.empty();
            }
            readAt = now;
        }
        return snapshot;
    }
}
