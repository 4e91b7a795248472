package dev.atelier.trainer.queue;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.jboss.logging.Logger;

/**
 * The settings of the share group itself, which live on the broker and hold for all its members: they are the same for
 * every worker, so any of them may set them at any time.
 */
final class ShareGroup {
    private static final Logger LOG = Logger.getLogger(ShareGroup.class);

    private ShareGroup() {}

    /**
     * Returns once the broker has the settings.
     *
     * @throws ExecutionException if it refuses them or cannot be reached
     */
    static void configure(Admin admin, QueueSettings settings) throws ExecutionException, InterruptedException {
        alter(
                admin,
                settings,
                List.of(
                        set(
                                "share.record.lock.duration.ms",
                                String.valueOf(settings.lock().toMillis())),
                        set("share.delivery.count.limit", String.valueOf(QueueSettings.DELIVERY_LIMIT)),
                        set("share.auto.offset.reset", "earliest"),
                        set("share.isolation.level", "read_committed")));
        try {
            alter(admin, settings, List.of(set("share.heartbeat.interval.ms", "1000")));
        } catch (ExecutionException e) {
            // A new member gets its first job after two heartbeats. Brokers allow fast ones only where configured to.
            LOG.debugf("The broker keeps its own heartbeat interval: %s", e.getMessage());
        }
    }

    private static void alter(Admin admin, QueueSettings settings, Collection<AlterConfigOp> changes)
            throws ExecutionException, InterruptedException {
        var group = new ConfigResource(ConfigResource.Type.GROUP, settings.group());
        admin.incrementalAlterConfigs(Map.of(group, changes)).all().get();
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
