package dev.atelier.trainer.service;

import dev.atelier.trainer.checkpoint.CheckpointStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Keeps the folder of checkpoints from growing without bound. The trainer that ends a job deletes its checkpoints at once;
 * this deletes, once an hour, what is left of jobs that ended a while ago, and the checkpoints of jobs that nobody has
 * worked on for long. Several trainers may do so in one folder.
 */
final class CheckpointRetention implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(CheckpointRetention.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final CheckpointStore checkpoints;
    private final Duration endedAge;
    private final Duration untouchedAge;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("checkpoint-retention").daemon().factory());

    CheckpointRetention(CheckpointStore checkpoints, Duration endedAge, Duration untouchedAge, Clock clock) {
        this.checkpoints = checkpoints;
        this.endedAge = endedAge;
        this.untouchedAge = untouchedAge;
        this.clock = clock;
    }

    void start() {
        thread.scheduleWithFixedDelay(this::deleteOld, 0, EVERY.toMinutes(), TimeUnit.MINUTES);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void deleteOld() {
        try {
            Instant now = clock.instant();
            List<String> deleted = checkpoints.deleteOld(now.minus(endedAge), now.minus(untouchedAge));
            if (!deleted.isEmpty()) {
                LOG.infof("Deleted what was kept of %d jobs that ended or were left", deleted.size());
            }
        } catch (IOException | RuntimeException | Error e) {
            LOG.warnf("Old checkpoints are deleted later: %s", e);
        }
    }
}
