package dev.atelier.cli.follow;

import dev.atelier.cli.client.JobResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Estimates the time until jobs have ended: of a job by its latest epoch, or by all since it is followed once there are some, less
 * the time since the latest was completed; of several by
 * how many epochs were completed a second since they are followed, once one of them has ended. There is none where it is less
 * than a second, or nothing was measured.
 */
final class TimeLeft {
    private static final double LEAST_SECONDS = 1;
    private static final double NANOS = 1e9;
    private static final int ENOUGH_EPOCHS = 3;

    private final LongSupplier nanoTime;
    private final Map<String, Seen> jobs = new HashMap<>();
    private long startedAt;
    private boolean started;
    private boolean anyEnded;

    /**
     * What is known of a job.
     *
     * @param first the latest epoch that was completed before it was followed
     * @param firstAt when the first epoch after that was seen
     * @param counted that epoch
     */
    private record Seen(int first, int epoch, boolean ended, long at, int counted, long firstAt) {
        /** Seconds that an epoch takes. */
        double secondsPerEpoch(double latest) {
            int epochs = epoch - counted;
            return counted > first && epochs >= ENOUGH_EPOCHS ? (at - firstAt) / NANOS / epochs : latest;
        }
    }

    TimeLeft(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes what is known of a job now. */
    void observe(JobResponse job) {
        long now = nanoTime.getAsLong();
        if (!started) {
            started = true;
            startedAt = now;
        }
        Seen before = jobs.get(job.id());
        if (before == null) {
            int first = job.hasEnded() ? job.epochs() : job.epoch();
            jobs.put(job.id(), new Seen(first, job.epoch(), job.hasEnded(), now, first, now));
            return;
        }
        anyEnded |= job.hasEnded() && !before.ended();
        if (job.epoch() < before.epoch()) {
            // Another attempt went back to a checkpoint.
            jobs.put(job.id(), new Seen(Math.min(before.first(), job.epoch()), job.epoch(), false, now, 0, now));
        } else if (before.epoch() != job.epoch() || before.ended() != job.hasEnded()) {
            boolean begun = before.counted() > before.first();
            jobs.put(
                    job.id(),
                    new Seen(
                            before.first(),
                            job.epoch(),
                            job.hasEnded(),
                            now,
                            begun ? before.counted() : job.epoch(),
                            begun ? before.firstAt() : now));
        }
    }

    /** Until a job has ended. */
    Optional<Duration> of(JobResponse job) {
        Seen seen = jobs.get(job.id());
        if (seen == null || job.epochSeconds() == null || job.epoch() == 0 || !job.isRunning()) {
            return Optional.empty();
        }
        double epoch = seen.secondsPerEpoch(job.epochSeconds());
        double whole = epoch * (job.epochs() - job.epoch());
        double since = Math.min((nanoTime.getAsLong() - seen.at()) / NANOS, epoch);
        return estimate(whole - since);
    }

    /**
     * Until all have ended.
     *
     * @param known all that are known
     * @param total how many there are
     */
    Optional<Duration> of(Collection<JobResponse> known, int total) {
        double done = 0;
        double left = 0;
        double all = 0;
        for (JobResponse job : known) {
            Seen seen = jobs.get(job.id());
            done += seen == null ? 0 : Math.max(0, job.epoch() - seen.first());
            left += job.hasEnded() ? 0 : job.epochs() - job.epoch();
            all += job.epochs();
        }
        if (!anyEnded || done == 0) {
            return Optional.empty();
        }
        left += all / known.size() * (total - known.size());
        return estimate(left * (nanoTime.getAsLong() - startedAt) / NANOS / done);
    }

    private static Optional<Duration> estimate(double seconds) {
        return Double.isFinite(seconds) && seconds >= LEAST_SECONDS
                ? Optional.of(Duration.ofMillis(Math.round(seconds * 1000)))
                : Optional.empty();
    }
}
