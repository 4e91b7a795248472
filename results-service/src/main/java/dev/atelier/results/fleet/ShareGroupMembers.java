package dev.atelier.results.fleet;

import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.RenewedAdmin;
import dev.atelier.kafka.broker.Broker;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Reads from the broker who takes part in each family's queue. Read again at most every other second. */
@Singleton
public final class ShareGroupMembers {
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final RenewedAdmin admin;
    private Map<Family, Optional<Integer>> known = Map.of();
    private long readAt;

    @Inject
    public ShareGroupMembers(Broker broker) {
        this(new RenewedAdmin(broker, TIMEOUT));
    }

    ShareGroupMembers(RenewedAdmin admin) {
        this.admin = admin;
    }

    /** Members by family; nothing for a family of which the broker does not respond. */
    public synchronized Map<Family, Optional<Integer>> byFamily() {
        long now = System.nanoTime();
        if (known.isEmpty() || now - readAt > FRESH.toNanos()) {
            known = read();
            readAt = System.nanoTime();
        }
        return known;
    }

    @PreDestroy
    void close() {
        admin.close();
    }

    private Map<Family, Optional<Integer>> read() {
        Map<String, KafkaFuture<ShareGroupDescription>> described = described();
        Map<Family, Optional<Integer>> members = new HashMap<>();
        for (Family family : Families.known()) {
            members.put(
                    family,
                    Optional.ofNullable(described.get(Topics.shareGroup(family)))
                            .flatMap(ShareGroupMembers::members));
        }
        return Map.copyOf(members);
    }

    private Map<String, KafkaFuture<ShareGroupDescription>> described() {
        List<String> groups = Families.known().stream().map(Topics::shareGroup).toList();
        try {
            return admin.client().describeShareGroups(groups).describedGroups();
        } catch (KafkaException e) {
            // No client can be made while nobody knows the broker's name.
            return Map.of();
        }
    }

    private static Optional<Integer> members(KafkaFuture<ShareGroupDescription> description) {
        try {
            return Optional.of(description
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
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
