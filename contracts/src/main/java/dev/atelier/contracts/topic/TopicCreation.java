package dev.atelier.contracts.topic;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates whatever topic is missing; any number of services may do so at once, and existing topics stay as they are. */
public final class TopicCreation {
    private TopicCreation() {}

    /**
     * Returns once every topic of {@link Topics} exists.
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
    }
}
