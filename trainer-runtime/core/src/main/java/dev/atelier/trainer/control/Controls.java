package dev.atelier.trainer.control;

import dev.atelier.contracts.event.JobControl;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.topic.Broker;
import dev.atelier.contracts.topic.Topics;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * All wishes about jobs, read from the beginning of the controls topic and kept up to date on a thread of its own. The
 * topic is compacted, so each job has its latest wish; an empty record takes a wish back. Records that cannot be read are
 * passed over.
 */
public final class Controls implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Controls.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Broker broker;
    private final Map<String, JobControl> latest = new ConcurrentHashMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("controls").daemon().unstarted(this::run);
    private volatile boolean caughtUp;

    public Controls(Broker broker) {
        this.broker = broker;
    }

    public void start() {
        thread.start();
    }

    /** Whether everything has been read that was in the topic when reading began. */
    public boolean caughtUp() {
        return caughtUp;
    }

    /** The wish that a job be cancelled, if it is younger than the job's queueing: an older one is over. */
    public Optional<JobControl> cancellation(String job, Instant queuedAt) {
        return Optional.ofNullable(latest.get(job))
                .filter(control -> control.action().equals(JobControl.CANCEL)
                        && control.time().isAfter(queuedAt));
    }

    @Override
    public void close() {
        stopping.countDown();
    }

    private void run() {
        try {
            do {
                follow();
            } while (!stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        try (Consumer<String, byte[]> consumer = connect()) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.CONTROLS.topicName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                LOG.infof("%s is not there yet", Topics.CONTROLS.topicName());
                return;
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (stopping.getCount() > 0) {
                consumer.poll(POLL).forEach(this::take);
                caughtUp = caughtUp
                        || ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            }
        } catch (KafkaException | IllegalStateException e) {
            LOG.warnf("Reading %s failed and begins anew: %s", Topics.CONTROLS.topicName(), e.getMessage());
        }
    }

    private void take(ConsumerRecord<String, byte[]> wish) {
        if (wish.key() == null) {
            return;
        }
        if (wish.value() == null) {
            latest.remove(wish.key());
            return;
        }
        try {
            latest.put(wish.key(), Json.read(wish.value(), JobControl.class));
        } catch (UncheckedIOException | IllegalArgumentException e) {
            LOG.warnf("The control at offset %d cannot be read: %s", wish.offset(), e.getMessage());
        }
    }

    private Consumer<String, byte[]> connect() {
        return new KafkaConsumer<>(
                broker.client(Map.of(
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest")),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
