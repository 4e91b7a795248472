package dev.atelier.dataset.ledger;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.EventCodec;
import dev.atelier.contracts.event.JobControl;
import dev.atelier.contracts.job.Family;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.connection.KafkaConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Reads events, wishes and queues from their beginning into the ledger, on a thread of its own, for as long as the service
 * runs. Where the topics turn out not to be the ones it has read, it forgets everything and begins anew.
 */
public final class LedgerFollower implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LedgerFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Set<String> QUEUES = Arrays.stream(Family.values())
            .map(family -> Topics.jobs(family).topicName())
            .collect(Collectors.toUnmodifiableSet());
    private static final List<String> TOPICS = Stream.concat(
                    Stream.of(Topics.EVENTS.topicName(), Topics.CONTROLS.topicName()), QUEUES.stream())
            .toList();

    private final KafkaConnection kafka;
    private final Ledger ledger;
    private final LedgerProgress progress;
    private final Thread thread;
    private volatile Optional<Consumer<byte[], byte[]>> current = Optional.empty();
    private volatile boolean closed;

    public LedgerFollower(KafkaConnection kafka, Ledger ledger, LedgerProgress progress) {
        this.kafka = kafka;
        this.ledger = ledger;
        this.progress = progress;
        this.thread = Thread.ofPlatform().name("ledger").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        current.ifPresent(Consumer::wakeup);
    }

    private void run() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        while (!closed) {
            try (Consumer<byte[], byte[]> consumer = kafka.consumer()) {
                current = Optional.of(consumer);
                follow(consumer, positions);
            } catch (InvalidOffsetException e) {
                LOG.warnf(
                        "The topics are not those that the ledger was read from; it is read anew: %s", e.getMessage());
                progress.reset();
                ledger.clear();
                positions.clear();
            } catch (WakeupException e) {
                LOG.debug("The ledger is closed");
            } catch (KafkaException e) {
                LOG.warnf("The topics cannot be read and are tried again: %s", e.toString());
                pause();
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> positions) {
        List<TopicPartition> partitions = new ArrayList<>();
        TOPICS.forEach(topic -> partitions.addAll(KafkaConnection.partitions(consumer, topic)));
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            Long position = positions.get(partition);
            if (position == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, position);
            }
        }
        while (!closed) {
            consumer.poll(POLL).forEach(this::fold);
            for (TopicPartition partition : partitions) {
                positions.put(partition, consumer.position(partition));
            }
            progress.reached(positions);
        }
    }

    private void fold(ConsumerRecord<byte[], byte[]> told) {
        try {
            if (told.topic().equals(Topics.EVENTS.topicName())) {
                Optional<Event> event =
                        told.value() == null ? Optional.empty() : EventCodec.decode(told.headers(), told.value());
                event.ifPresent(ledger::apply);
            } else if (told.key() == null) {
                LOG.warnf("%s has a record without a key at offset %d", told.topic(), told.offset());
            } else if (QUEUES.contains(told.topic())) {
                ledger.applyQueueRecord(text(told.key()), told.offset());
            } else {
                ledger.apply(
                        text(told.key()),
                        Optional.ofNullable(told.value())
                                .map(value -> JobControl.read(value, Instant.ofEpochMilli(told.timestamp()))));
            }
        } catch (RuntimeException e) {
            LOG.warnf(
                    "%s-%d has something at offset %d that is not to be understood; it is passed by: %s",
                    told.topic(), told.partition(), told.offset(), e);
        }
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE);
        } catch (InterruptedException e) {
            LOG.debug("The ledger's thread was interrupted");
        }
    }
}
