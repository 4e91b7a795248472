package dev.atelier.testsupport;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a topic from its beginning and follows it on a thread of its own, until it is closed; committed records only, in the
 * order of each partition. The topic may be created later, and its broker may be unavailable for two minutes.
 */
public final class TopicFollower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration BROKER_AWAY = Duration.ofMinutes(2);

    private final Thread thread;
    private volatile boolean closed;

    private TopicFollower(
            String bootstrapServers,
            List<TopicPartition> partitions,
            Consumer<ConsumerRecord<byte[], byte[]>> handler) {
        this.thread = Thread.ofPlatform()
                .name("follower of " + partitions.getFirst().topic())
                .daemon()
                .start(() -> follow(bootstrapServers, partitions, handler));
    }

    /** @param handler is given every record, on the follower's thread */
    public static TopicFollower start(
            String bootstrapServers, String topic, int partitions, Consumer<ConsumerRecord<byte[], byte[]>> handler) {
        return new TopicFollower(
                bootstrapServers,
                IntStream.range(0, partitions)
                        .mapToObj(partition -> new TopicPartition(topic, partition))
                        .toList(),
                handler);
    }

    private void follow(
            String bootstrapServers,
            List<TopicPartition> partitions,
            Consumer<ConsumerRecord<byte[], byte[]>> handler) {
        var own = Map.<String, Object>of(
                "auto.offset.reset", "earliest", "default.api.timeout.ms", (int) BROKER_AWAY.toMillis());
        try (var consumer = TestClients.consumer(bootstrapServers, own)) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closed) {
                consumer.poll(POLL).forEach(handler);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
