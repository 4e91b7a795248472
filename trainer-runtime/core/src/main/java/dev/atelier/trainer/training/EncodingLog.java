package dev.atelier.trainer.training;

import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.joblog.JobLogEvent;
import dev.atelier.trainer.log.JobLog;
import java.util.Locale;

/**
 * The lines of a job's log about the features of its images: that they are computed, how many are so far, once a minute, and
 * how many it were in the end, or why they are not kept. Used by one thread.
 */
final class EncodingLog {
    private static final long NANOS_A_LINE = 60_000_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;

    private final JobLog log;
    private final long start = System.nanoTime();
    private long latestLine = start;
    private long computed;

    EncodingLog(JobLog log) {
        this.log = log;
    }

    /** Some images are about to be encoded. */
    void begin() {
        long now = System.nanoTime();
        if (computed == 0) {
            log.info(JobLogEvent.FEATURES, "The features of images are computed, of each image once");
        } else if (now - latestLine >= NANOS_A_LINE) {
            latestLine = now;
            log.info(JobLogEvent.FEATURES, "Features of " + Counted.of(computed, "image") + " computed so far");
        }
    }

    /** So many images have been encoded. */
    void add(int images) {
        computed += images;
    }

    /** All images have features. */
    void finish() {
        log.info(
                JobLogEvent.FEATURES,
                computed == 0
                        ? "The features of all images were stored already"
                        : String.format(
                                Locale.ROOT,
                                "Features of %s computed in %.1f s; those of the others were stored already",
                                Counted.of(computed, "image"),
                                (System.nanoTime() - start) / NANOS_PER_SECOND));
    }

    /** Features are computed again each time. */
    void warn(String reason) {
        log.warn(JobLogEvent.FEATURES, "Features are not kept, but computed again each time: " + reason);
    }
}
