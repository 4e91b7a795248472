package dev.atelier.trainer.attempt;

import dev.atelier.trainer.checkpoint.Claim;
import dev.atelier.trainer.checkpoint.DisownedException;
import dev.atelier.trainer.checkpoint.JobCheckpoints;
import dev.atelier.trainer.checkpoint.OutdatedRecordException;
import dev.atelier.trainer.checkpoint.QueuePlace;
import dev.atelier.trainer.run.KeptCheckpoints;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One start of a job, counted in the job's claim before anything is done with its record, so that a record that ends the
 * process counts as well. While the run only waits its start does not count: a process that is killed then is not
 * counted against the job. Used by one thread.
 */
final class Start {
    /** So many starts in a row without a completed epoch fail a job, where one of them gave a reason. */
    static final int LIMIT = 3;
    /** The same where none of them did: each process may have been killed for a reason outside the job. */
    static final int KILLED_LIMIT = 10;

    private final JobCheckpoints checkpoints;
    private final String run;
    private Claim claim;
    private boolean counted = true;

    private Start(JobCheckpoints checkpoints, String run, Claim claim) {
        this.checkpoints = checkpoints;
        this.run = run;
        this.claim = claim;
    }

    /**
     * Claims a job.
     *
     * @param uncounted the run before, where its start should not count and that could not be written
     * @param place the job's record
     * @throws OutdatedRecordException if a later record of the job has been worked on
     */
    static Start claim(
            JobCheckpoints checkpoints, String run, Optional<String> uncounted, QueuePlace place, Instant now)
            throws IOException, OutdatedRecordException {
        if (uncounted.isPresent() && checkpoints.isOwnedBy(uncounted.get())) {
            try {
                checkpoints.discount(uncounted.get());
            } catch (DisownedException replaced) {
                // Then it is another run's start that counts.
            }
        }
        return new Start(checkpoints, run, checkpoints.claim(run, place, now));
    }

    /** Whether so many starts before this one have failed that this one must not be tried. */
    boolean exhausted() {
        return fruitlessStartsBefore() >= (claim.lastError() == null ? KILLED_LIMIT : LIMIT);
    }

    int fruitlessStartsBefore() {
        return claim.fruitlessStarts() - 1;
    }

    /** Whether this start, should it fail, was the last one. */
    boolean isLast() {
        return claim.fruitlessStarts() >= LIMIT;
    }

    @Nullable String lastError() {
        return claim.lastError();
    }

    /** Whether the job ended before this start, which was caused by a record that was handed out again. */
    boolean isAfterEnd() {
        return claim.hasEnded();
    }

    /**
     * Deletes the checkpoints of the job, whose end is in the log.
     *
     * @param kept keeps the last one, where it has room for it; empty where it goes as well
     */
    void end(Instant now, Optional<KeptCheckpoints> kept) throws IOException, DisownedException {
        Optional<KeptCheckpoints> keeper = kept;
        if (kept.isPresent() && !kept.get().hasRoom(checkpoints.lastBytes())) {
            keeper = Optional.empty();
        }
        checkpoints.end(run, now, keeper.isPresent());
        if (keeper.isPresent()) {
            keeper.get().add(checkpoints.lastBytes());
        }
    }

    /** From here on the run waits: its start does not count. */
    void discount() throws IOException, DisownedException {
        if (counted) {
            claim = checkpoints.discount(run);
            counted = false;
        }
    }

    /** From here on the run works: its start counts. */
    void count() throws IOException, DisownedException {
        if (!counted) {
            claim = checkpoints.count(run);
            counted = true;
        }
    }

    /** Records why the start failed; it counts then, whatever the run did. */
    void fail(String error) throws IOException, DisownedException {
        count();
        checkpoints.recordFailure(run, error);
    }
}
