package dev.atelier.kafka;

import dev.atelier.kafka.broker.Broker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * An admin client that many share. Its one network thread can die, for want of memory for instance, and then
 * nobody gets an answer any more. So a question of this class goes along with every use, and a client that left it
 * unanswered is replaced at the next.
 */
public final class RenewedAdmin implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final Broker broker;
    private final Duration timeout;
    private Optional<Admin> client = Optional.empty();
    private CompletableFuture<String> answer = CompletableFuture.completedFuture("nothing was requested");

    /** @param timeout how long the broker may take to answer */
    public RenewedAdmin(Broker broker, Duration timeout) {
        this.broker = broker;
        this.timeout = timeout;
    }

    /**
     * The client, for the current request and no longer; it is not for the caller to close.
     *
     * @throws KafkaException if none can be made, such as where the broker's name is not known
     */
    public synchronized Admin client() {
        if (answer.isCompletedExceptionally()) {
            close();
        }
        Admin open = client.orElseGet(() -> KafkaClients.admin(broker, timeout));
        client = Optional.of(open);
        if (answer.isDone()) {
            answer = probe(open);
        }
        return open;
    }

    @Override
    public synchronized void close() {
        client.ifPresent(open -> open.close(CLOSE));
        client = Optional.empty();
        answer = CompletableFuture.completedFuture("nothing was requested");
    }

    /** A cheap request. A client reports itself that no response came in time, but one whose thread is dead may not. */
    private CompletableFuture<String> probe(Admin open) {
        CompletableFuture<String> answered = new CompletableFuture<>();
        open.describeCluster().clusterId().whenComplete((id, failure) -> {
            if (failure == null) {
                answered.complete(id);
            } else {
                answered.completeExceptionally(failure);
            }
        });
        return answered.orTimeout(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
