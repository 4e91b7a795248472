package dev.atelier.trainer.attempt;

import dev.atelier.trainer.checkpoint.DisownedException;
import dev.atelier.trainer.checkpoint.JobCheckpoints;
import dev.atelier.trainer.checkpoint.OutdatedRecordException;
import dev.atelier.trainer.checkpoint.QueuePlace;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * How one attempt counts for its job: as a reading of its record, as a start, and in the end as a failure or not at all.
 * What cannot be written for now is kept in memory.
 */
final class CountedStart {
    private static final Logger LOG = Logger.getLogger(CountedStart.class);

    private final JobCheckpoints checkpoints;
    private final UnrecordedStarts unrecorded;
    private final String job;
    private final String run;
    private Optional<Start> start = Optional.empty();
    private int readings;

    CountedStart(JobCheckpoints checkpoints, UnrecordedStarts unrecorded, String job, String run) {
        this.checkpoints = checkpoints;
        this.unrecorded = unrecorded;
        this.job = job;
        this.run = run;
    }

    /** Counts that the record is about to be read; returns how often it was, this time included. */
    int beginReading(Instant queuedAt) throws IOException {
        readings = checkpoints.readings().begin(queuedAt);
        return readings;
    }

    /** Takes the job over and counts the start. */
    Start claim(QueuePlace place, Instant now) throws IOException, OutdatedRecordException {
        Start claimed = Start.claim(checkpoints, run, unrecorded.takeDiscount(job), place, now);
        start = Optional.of(claimed);
        return claimed;
    }

    /** The start, once the job was claimed. */
    Optional<Start> start() {
        return start;
    }

    /** Nothing is remembered of a job that has ended. */
    void forget() {
        unrecorded.forget(job);
    }

    /** A stopped run does not indicate a fault of its job. */
    void discount() {
        if (start.isEmpty()) {
            return;
        }
        try {
            start.get().discount();
        } catch (IOException e) {
            LOG.debugf("The start of run %s cannot be discounted yet: %s", run, e.getMessage());
            unrecorded.discount(job, run);
        } catch (DisownedException e) {
            LOG.debugf("The start of run %s does not count any more: %s", run, e.getMessage());
        }
    }

    /** Counts a start that failed; returns whether it was the last that is tried. */
    boolean fail(Throwable thrown, String error) {
        if (start.isEmpty()) {
            return Math.max(readings, unrecorded.fail(job)) >= Start.LIMIT;
        }
        try {
            start.get().fail(error);
            return start.get().isLast();
        } catch (IOException e) {
            thrown.addSuppressed(e);
            return unrecorded.fail(job) >= Start.LIMIT;
        } catch (DisownedException e) {
            return false;
        }
    }
}
