package dev.atelier.dataset.coordination.ledger;

import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Who requested the jobs that have not ended: a job belongs to every study and every submission that did. Of jobs that
 * have ended nothing is kept. Written by the thread that reads the topics; may be read by any.
 */
final class Owners {
    private final Map<String, Map<String, Claim>> byJob = new ConcurrentHashMap<>();

    /**
     * When a job was last requested.
     *
     * @param round the round that was queued or joined for it; 0 where it was accepted before events named it
     */
    record Claim(int round, Instant time) {}

    /**
     * Records the jobs that a submission requests.
     *
     * @param isOver whether a member's round has ended already
     */
    void add(SubmissionAccepted event, Predicate<Member> isOver) {
        String owner = event.study() == null ? event.submission() : event.study();
        for (Member member : event.members()) {
            if (member.disposition() != Disposition.REUSED && !isOver.test(member)) {
                add(member.job(), owner, new Claim(member.round(), event.time()));
            }
        }
    }

    /** The owners of a job, by the id of the study, or of the submission that requested the job alone. */
    Map<String, Claim> of(String job) {
        return byJob.getOrDefault(job, Map.of());
    }

    /** Records that a round of a job has ended, and with it the claims of that round. */
    void end(String job, int round) {
        byJob.computeIfPresent(job, (id, owners) -> {
            Map<String, Claim> left = new HashMap<>(owners);
            left.values().removeIf(claim -> claim.round() <= round);
            return left.isEmpty() ? null : Map.copyOf(left);
        });
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

    /** Puts claims in the place of those that are known of a job. */
    void restore(String job, Map<String, Claim> claims) {
        if (claims.isEmpty()) {
            byJob.remove(job);
        } else {
            byJob.put(job, Map.copyOf(claims));
        }
    }

    void clear() {
        byJob.clear();
    }

    private void add(String job, String owner, Claim claim) {
        byJob.merge(job, Map.of(owner, claim), (known, added) -> {
            Map<String, Claim> all = new HashMap<>(known);
            all.putAll(added);
            return Map.copyOf(all);
        });
    }
}
