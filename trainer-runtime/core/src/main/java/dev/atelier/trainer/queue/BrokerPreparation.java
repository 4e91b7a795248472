package dev.atelier.trainer.queue;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** What has to be there on the broker before a worker can take part in a queue, such as its topic. */
@FunctionalInterface
public interface BrokerPreparation {
    /** Prepares nothing. */
    BrokerPreparation NONE = admin -> {};

    /** Returns when all is there; called again after a failure. */
    void prepare(Admin admin) throws ExecutionException, InterruptedException;
}
