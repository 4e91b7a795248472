package dev.atelier.results.meter;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.contracts.topic.Topic;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.results.ingest.ProjectionObserver;
import dev.atelier.results.ingest.batch.Projected;
import dev.atelier.results.ingest.joblog.JobLogObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts what has been projected since the service started; what a rebuild reads again does not count again. */
@Singleton
public final class EventMeters implements ProjectionObserver, JobLogObserver {
    private static final Set<String> REJECTIONS =
            Set.of("size", "syntax", "schema", "dataset", "restore", "extend", "time", "internal");
    private static final Set<String> TOPICS =
            Topics.all().stream().map(Topic::topicName).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> FAILURES =
            Set.of("unreadable", "invalid", "dataset", "diverged", "repeated", "irreproducible");

    private final MeterRegistry meters;
    private final Counter unknown;
    private final DistributionSummary epochSeconds;
    private final DistributionSummary samplesPerSecond;

    public EventMeters(MeterRegistry meters) {
        this.meters = meters;
        this.unknown = Counter.builder("atelier.events.unknown")
                .description("Events of types that this version does not know")
                .register(meters);
        this.epochSeconds = DistributionSummary.builder("atelier.epoch.duration")
                .baseUnit("seconds")
                .description("Duration of an epoch, validation and checkpoint included")
                .serviceLevelObjectives(0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600)
                .register(meters);
        this.samplesPerSecond = DistributionSummary.builder("atelier.epoch.samples.per.second")
                .description("Training samples over an epoch's training time")
                .serviceLevelObjectives(100, 1_000, 5_000, 10_000, 50_000, 100_000, 500_000)
                .register(meters);
        EventCodec.types().keySet().forEach(this::projected);
        TOPICS.forEach(this::setAside);
        REJECTIONS.forEach(this::rejected);
        FAILURES.forEach(this::failed);
    }

    @Override
    public void onProjected(Projected batch) {
        unknown.increment(batch.unknownTypes().size());
        batch.setAside().forEach(record -> setAside(record.topic()).increment());
        for (Event event : batch.events()) {
            projected(event.type()).increment();
            switch (event) {
                case SubmissionRejected rejected -> rejected(rejected.reason()).increment();
                case JobFailed failure -> failed(failure.kind()).increment();
                // An epoch published again after a resume took its time once.
                case EpochCompleted epoch
                when epoch.run().equals(epoch.trainedBy()) -> {
                    epochSeconds.record(epoch.seconds());
                    samplesPerSecond.record(epoch.samplesPerSecond());
                }
                default -> {}
            }
        }
    }

    @Override
    public void onRebuilt() {}

    @Override
    public void onSetAside(int records) {
        setAside(Topics.LOGS.topicName()).increment(records);
    }

    private Counter projected(String type) {
        return Counter.builder("atelier.events.projected")
                .description("Events projected, by type")
                .tag("type", type)
                .register(meters);
    }

    private Counter setAside(String topic) {
        return Counter.builder("atelier.events.dead.letters")
                .description("Records that could not be read or stored, by the topic that they are of")
                .tag("topic", TOPICS.contains(topic) ? topic : "other")
                .register(meters);
    }

    private Counter rejected(String reason) {
        return Counter.builder("atelier.rejections.projected")
                .description("Rejected submissions, by reason")
                .tag("reason", REJECTIONS.contains(reason) ? reason : "other")
                .register(meters);
    }

    private Counter failed(String kind) {
        return Counter.builder("atelier.failures.projected")
                .description("Failed jobs, by kind")
                .tag("reason", FAILURES.contains(kind) ? kind : "other")
                .register(meters);
    }
}
