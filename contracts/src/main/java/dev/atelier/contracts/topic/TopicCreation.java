package dev.atelier.contracts.topic;

import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates whatever topic is missing; any number of services may do so at once, and existing topics stay as they are. */
public final class TopicCreation {
    private TopicCreation() {}

    /**
     * Returns once every topic of {@link Topics} exists and is served. A topic is known for a moment before its leader
     * takes records, and an idempotent producer that writes several requests into that moment can lose its sequence and
     * stay stuck until its delivery times out.
     *
     * @throws ExecutionException if the broker refuses one for another reason than that it exists
     */
    public static void createMissing(Admin admin) throws ExecutionException, InterruptedException {
        for (var created : admin.createTopics(Topics.all()).values().values()) {
            try {
                created.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        admin.listOffsets(partitions().collect(Collectors.toMap(Function.identity(), end -> OffsetSpec.latest())))
                .all()
                .get();
    }

    private static Stream<TopicPartition> partitions() {
        return Stream.of(Topics.values())
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(partition -> new TopicPartition(topic.topicName(), partition)));
    }
}
