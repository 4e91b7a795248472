package dev.atelier.kafka.broker;

import dev.atelier.contracts.topic.Topic;
import dev.atelier.contracts.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates whatever topic is missing; any number of services may do so at once, and existing topics stay as they are. */
public final class TopicCreation {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private TopicCreation() {}

    /**
     * Returns once every topic of {@link Topics} exists and is served.
     *
     * @throws ExecutionException if the broker refuses one for another reason than that it exists, such as that this user
     *     may not create one, or does not serve them within half a minute
     */
    public static void createMissing(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> existing = admin.listTopics().names().get();
        List<NewTopic> missing = Topics.all().stream()
                .filter(topic -> !existing.contains(topic.topicName()))
                .map(TopicCreation::newTopic)
                .toList();
        for (var created : admin.createTopics(missing).values().values()) {
            try {
                created.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        awaitServed(admin, TIMEOUT);
    }

    /**
     * Returns once every partition has a leader that answers. A topic is known to the controller for a moment before
     * the brokers know it, and to them before its leader takes records; an idempotent producer that writes several
     * requests into that moment can lose its sequence and stay stuck until its delivery times out.
     *
     * @throws ExecutionException if a topic is not served after {@code timeout}
     */
    public static void awaitServed(Admin admin, Duration timeout) throws ExecutionException, InterruptedException {
        long start = System.nanoTime();
        while (!areServed(admin)) {
            if (System.nanoTime() - start > timeout.toNanos()) {
                throw new ExecutionException(new TimeoutException("Not every topic is available after " + timeout));
            }
            Thread.sleep(PAUSE);
        }
    }

    /** The description with which an Admin client creates a topic; replication is the broker's default. */
    private static NewTopic newTopic(Topic topic) {
        return new NewTopic(topic.topicName(), Optional.of(topic.partitions()), Optional.empty())
                .configs(topic.settings());
    }

    private static boolean areServed(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> names = Topics.all().stream().map(Topic::topicName).collect(Collectors.toSet());
        if (!admin.listTopics().names().get().containsAll(names)) {
            return false;
        }
        try {
            admin.listOffsets(partitions().collect(Collectors.toMap(Function.identity(), end -> OffsetSpec.latest())))
                    .all()
                    .get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    private static Stream<TopicPartition> partitions() {
        return Topics.all().stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(partition -> new TopicPartition(topic.topicName(), partition)));
    }
}
