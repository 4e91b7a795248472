package dev.atelier.dataset.coordination.ledger;

import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.lifecycle.JobOwners;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The owners of the jobs that have not ended; of jobs that have ended nothing is kept. Written by the thread that reads the
 * topics; may be read by any.
 */
final class Owners {
    private final Map<String, JobOwners> byJob = new ConcurrentHashMap<>();

    /** Records that an owner requests a job. */
    void add(String owner, Member member, Instant time) {
        restore(member.job(), of(member.job()).after(owner, member, time));
    }

    /** Records that an owner no longer needs a job, unless it has requested it later. */
    void withdraw(String owner, String job, Instant time) {
        restore(job, of(job).without(owner, time));
    }

    JobOwners of(String job) {
        return byJob.getOrDefault(job, JobOwners.NONE);
    }

    /** Records that a round of a job has ended. */
    void endRound(String job, int round) {
        restore(job, of(job).afterRound(round));
    }

    /** Jobs whose owners are known. */
    Set<String> jobs() {
        return byJob.keySet();
    }

    /**
     * Forgets the owners of jobs.
     *
     * @return those that had any
     */
    List<String> forget(Predicate<String> isForgotten) {
        List<String> forgotten = byJob.keySet().stream().filter(isForgotten).toList();
        byJob.keySet().removeAll(forgotten);
        return forgotten;
    }

    /** Puts owners in the place of those that are known of a job. */
    void restore(String job, JobOwners owners) {
        if (owners.requests().isEmpty()) {
            byJob.remove(job);
        } else {
            byJob.put(job, owners);
        }
    }

    void clear() {
        byJob.clear();
    }
}
