package dev.atelier.results.fleet;

import dev.atelier.contracts.job.Family;
import dev.atelier.contracts.topic.Broker;
import dev.atelier.contracts.topic.Topics;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Asks the broker who takes part in each family's queue. Asked again at most every other second. */
@Singleton
public final class Workers {
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Broker broker;
    private Optional<Admin> admin = Optional.empty();
    private Map<Family, Optional<Integer>> known = Map.of();
    private long askedAt;

    public Workers(Broker broker) {
        this.broker = broker;
    }

    /** Members by family; nothing for a family of which the broker does not answer. */
    public synchronized Map<Family, Optional<Integer>> byFamily() {
        long now = System.nanoTime();
        if (known.isEmpty() || now - askedAt > FRESH.toNanos()) {
            known = ask();
            askedAt = System.nanoTime();
        }
        return known;
    }

    @PreDestroy
    synchronized void close() {
        admin.ifPresent(client -> client.close(Duration.ofSeconds(1)));
        admin = Optional.empty();
    }

    private Map<Family, Optional<Integer>> ask() {
        if (admin.isEmpty()) {
            admin = Optional.of(Admin.create(broker.client(Map.of(
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                    (int) PATIENCE.toMillis(),
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    (int) PATIENCE.toMillis()))));
        }
        List<String> groups = Stream.of(Family.values()).map(Topics::shareGroup).toList();
        Map<String, KafkaFuture<ShareGroupDescription>> described =
                admin.get().describeShareGroups(groups).describedGroups();
        Map<Family, Optional<Integer>> members = new HashMap<>();
        for (Family family : Family.values()) {
            members.put(
                    family,
                    Optional.ofNullable(described.get(Topics.shareGroup(family)))
                            .flatMap(Workers::members));
        }
        return Map.copyOf(members);
    }

    private static Optional<Integer> members(KafkaFuture<ShareGroupDescription> description) {
        try {
            return Optional.of(description
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .members()
                    .size());
        } catch (ExecutionException e) {
            // A group that nobody ever joined does not exist.
            return e.getCause() instanceof GroupIdNotFoundException ? Optional.of(0) : Optional.empty();
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
