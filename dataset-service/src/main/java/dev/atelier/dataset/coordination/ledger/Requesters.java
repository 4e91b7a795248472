package dev.atelier.dataset.coordination.ledger;

import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.lifecycle.JobRequesters;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The requesters of the jobs that have not ended; of jobs that have ended nothing is kept. Written by the thread that reads the
 * topics; may be read by any.
 */
final class Requesters {
    private final Map<String, JobRequesters> byJob = new ConcurrentHashMap<>();

    /** Records that a requester requests a job. */
    void add(String requester, Member member, Instant time) {
        restore(member.job(), of(member.job()).after(requester, member, time));
    }

    /** Records that a requester no longer needs a job, unless it has requested it later. */
    void withdraw(String requester, String job, Instant time) {
        restore(job, of(job).without(requester, time));
    }

    JobRequesters of(String job) {
        return byJob.getOrDefault(job, JobRequesters.NONE);
    }

    /** Records that a round of a job has ended. */
    void endRound(String job, int round) {
        restore(job, of(job).afterRound(round));
    }

    /** Jobs whose requesters are known. */
    Set<String> jobs() {
        return byJob.keySet();
    }

    /**
     * Forgets the requesters of jobs.
     *
     * @return those that had any
     */
    List<String> forget(Predicate<String> isForgotten) {
        List<String> forgotten = byJob.keySet().stream().filter(isForgotten).toList();
        byJob.keySet().removeAll(forgotten);
        return forgotten;
    }

    /** Puts requesters in the place of those that are known of a job. */
    void restore(String job, JobRequesters requesters) {
        if (requesters.requests().isEmpty()) {
            byJob.remove(job);
        } else {
            byJob.put(job, requesters);
        }
    }

    void clear() {
        byJob.clear();
    }
}
