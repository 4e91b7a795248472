package dev.atelier.trainer.queue;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * The settings of the share group itself, which live on the broker and hold for all its members: they are the same for
 * every worker, so any of them may set them at any time.
 */
final class ShareGroup {
    private ShareGroup() {}

    /**
     * Returns once the broker has the settings.
     *
     * @throws ExecutionException if it refuses them or cannot be reached
     */
    static void configure(Admin admin, QueueSettings settings) throws ExecutionException, InterruptedException {
        Collection<AlterConfigOp> changes = List.of(
                set(
                        "share.record.lock.duration.ms",
                        String.valueOf(settings.lock().toMillis())),
                set("share.delivery.count.limit", String.valueOf(QueueSettings.DELIVERY_LIMIT)),
                set("share.auto.offset.reset", "earliest"),
                set("share.isolation.level", "read_committed"));
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, settings.group()), changes))
                .all()
                .get();
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
