package dev.atelier.trainer.queue;

import dev.atelier.kafka.KafkaClients;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.jboss.logging.Logger;

/**
 * The share group that a queue's workers form. Its settings live on the broker and hold for all its members: they are the same
 * for every worker, so any of them may set them at any time.
 */
record ShareGroup(QueueSettings settings) {
    private static final Logger LOG = Logger.getLogger(ShareGroup.class);
    private static final Duration ADMIN_CALL = Duration.ofSeconds(10);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    /**
     * Returns whether the broker has what the queue needs, and the group's settings.
     *
     * @param failed level at which a failure is logged
     */
    boolean prepare(BrokerPreparation preparation, Logger.Level failed) throws InterruptedException {
        try (Admin admin = KafkaClients.admin(settings.broker(), KafkaClients.ANSWER_TIMEOUT, ADMIN_CALL)) {
            preparation.prepare(admin);
            configure(admin);
            return true;
        } catch (ExecutionException | KafkaException e) {
            LOG.logf(failed, "The broker at %s is not ready: %s", settings.broker(), e.getMessage());
            return false;
        }
    }

    /** A new member, which is subscribed to the queue's topic. */
    Member join() {
        var consumer = KafkaClients.shareGroupMember(settings.broker(), settings.group(), settings.lock());
        consumer.subscribe(List.of(settings.topic()));
        return new Member(consumer);
    }

    /** A consumer whose close is bounded in time and never hides what went wrong before. */
    record Member(ShareConsumer<byte[], byte[]> consumer) implements AutoCloseable {
        @Override
        public void close() {
            try {
                consumer.close(CLOSE);
            } catch (RuntimeException e) {
                LOG.debugf(e, "The job queue's consumer did not close cleanly");
            }
        }
    }

    private void configure(Admin admin) throws ExecutionException, InterruptedException {
        alter(
                admin,
                List.of(
                        set(
                                "share.record.lock.duration.ms",
                                String.valueOf(settings.lock().toMillis())),
                        set("share.delivery.count.limit", String.valueOf(QueueSettings.DELIVERY_LIMIT)),
                        set("share.auto.offset.reset", "earliest"),
                        set("share.isolation.level", "read_committed")));
        try {
            alter(admin, List.of(set("share.heartbeat.interval.ms", "1000")));
        } catch (ExecutionException e) {
            // A new member gets its first job after two heartbeats. Brokers allow fast ones only where configured to.
            LOG.debugf("The broker keeps its own heartbeat interval: %s", e.getMessage());
        }
    }

    private void alter(Admin admin, Collection<AlterConfigOp> changes) throws ExecutionException, InterruptedException {
        var group = new ConfigResource(ConfigResource.Type.GROUP, settings.group());
        admin.incrementalAlterConfigs(Map.of(group, changes)).all().get();
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
