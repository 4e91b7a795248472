package dev.atelier.results.ingest.joblog;

import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.RenewedAdmin;
import dev.atelier.kafka.TopicReader;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.results.ingest.ProjectionObserver;
import dev.atelier.results.ingest.batch.Projected;
import dev.atelier.results.ingest.log.IngestConfiguration;
import dev.atelier.results.sql.DatabaseFailure;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Follows the topic of jobs' logs once the tables are there. After a rebuild of the projection the topic is read again from
 * its beginning; lines that are stored already stay as they are.
 */
@Singleton
public final class JobLogFollower implements ProjectionObserver {
    private static final Logger LOG = Logger.getLogger(JobLogFollower.class);
    private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(5);

    private final DataSource database;
    private final Broker broker;
    private final String topic;
    private final int mostOfAJob;
    private final JobLogObserver observer;
    private final RenewedAdmin admin;
    private Optional<Reading> reading = Optional.empty();
    private boolean stopped;

    @Inject
    public JobLogFollower(
            DataSource database, Broker broker, IngestConfiguration configuration, Instance<JobLogObserver> observers) {
        this(
                database,
                broker,
                configuration.logTopic().orElse(Topics.LOGS.topicName()),
                configuration.logLines(),
                new Everyone(observers.stream().toList()));
    }

    JobLogFollower(DataSource database, Broker broker, String topic, int mostOfAJob, JobLogObserver observer) {
        if (mostOfAJob < 1) {
            throw new IllegalArgumentException("atelier.results.log-lines is " + mostOfAJob + "; expected at least 1");
        }
        this.database = database;
        this.broker = broker;
        this.topic = topic;
        this.mostOfAJob = mostOfAJob;
        this.observer = observer;
        this.admin = new RenewedAdmin(broker, BROKER_TIMEOUT);
    }

    @Override
    public void onMigrated() {
        read(true);
    }

    @Override
    public void onProjected(Projected batch) {}

    @Override
    public void onRebuilt() {
        read(false);
    }

    void stop(@Observes @Priority(1) ShutdownEvent stopping) {
        close();
    }

    synchronized void close() {
        stopped = true;
        reading.ifPresent(Reading::close);
        reading = Optional.empty();
        admin.close();
    }

    private synchronized void read(boolean continued) {
        if (stopped) {
            return;
        }
        reading.ifPresent(Reading::close);
        var handler = new JobLogHandler(database, mostOfAJob, observer, this::beginnings, System::nanoTime);
        var reader = new TopicReader("job-logs", broker, Set.of(topic), handler, System::nanoTime);
        reader.start(continued ? offsets(handler) : Map.of());
        reading = Optional.of(new Reading(reader, handler));
    }

    private record Reading(TopicReader reader, JobLogHandler handler) {
        void close() {
            handler.close();
            reader.close();
        }
    }

    private record Everyone(List<JobLogObserver> observers) implements JobLogObserver {
        @Override
        public void onLinesChanged() {
            observers.forEach(JobLogObserver::onLinesChanged);
        }

        @Override
        public void onSetAside(int records) {
            observers.forEach(each -> each.onSetAside(records));
        }
    }

    /** From the beginning where they cannot be read now: what is stored already stays. */
    private Map<TopicPartition, Long> offsets(JobLogHandler handler) {
        Map<TopicPartition, Long> from = new HashMap<>();
        try {
            handler.offsets().forEach((partition, offset) -> from.put(new TopicPartition(topic, partition), offset));
        } catch (SQLException e) {
            LOG.infof("Jobs' logs are read from their beginning: %s", DatabaseFailure.sentence(e));
        }
        return from;
    }

    private Map<Integer, Long> beginnings() {
        try {
            int partitions = Optional.ofNullable(admin.client()
                            .describeTopics(List.of(topic))
                            .allTopicNames()
                            .get(BROKER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                            .get(topic))
                    .map(description -> description.partitions().size())
                    .orElse(0);
            return admin
                    .client()
                    .listOffsets(IntStream.range(0, partitions)
                            .boxed()
                            .collect(Collectors.toMap(
                                    partition -> new TopicPartition(topic, partition),
                                    partition -> OffsetSpec.earliest())))
                    .all()
                    .get(BROKER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .entrySet()
                    .stream()
                    .collect(Collectors.toMap(
                            offset -> offset.getKey().partition(),
                            offset -> offset.getValue().offset()));
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.debugf(e, "The beginning of %s cannot be read now", topic);
            return Map.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        }
    }
}
