package dev.atelier.contracts.lifecycle;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who requested a job that has not ended, folded from the accepted submissions: a job belongs to every study and every
 * submission that requested it, and continues as long as one of them has not withdrawn. The same submissions result in the
 * same owners in any order and any number.
 *
 * @param claims by the id of the study, or of the submission that requested the job alone
 */
public record JobOwners(Map<String, Claim> claims) {
    public static final JobOwners NONE = new JobOwners(Map.of());

    public JobOwners {
        claims = Map.copyOf(claims);
    }

    /**
     * An owner's latest request for the job.
     *
     * @param round the round that was queued or joined for it; 0 where it was accepted before events named it
     */
    public record Claim(int round, Instant time) {
        private static final Comparator<Claim> ORDER =
                Comparator.comparing(Claim::time).thenComparing(Claim::round);

        private Claim latest(Claim other) {
            return ORDER.compare(other, this) > 0 ? other : this;
        }
    }

    /** The owners after a submission that has this member; a member that reuses a result claims nothing. */
    public JobOwners after(SubmissionAccepted event, Member member) {
        if (member.disposition() == Disposition.REUSED) {
            return this;
        }
        String owner = event.study() == null ? event.submission() : event.study();
        Map<String, Claim> all = new HashMap<>(claims);
        all.merge(owner, new Claim(member.round(), event.time()), Claim::latest);
        return new JobOwners(all);
    }

    /** The owners after the end of a round, which ends its claims and those of the rounds before it. */
    public JobOwners afterRound(int round) {
        Map<String, Claim> left = new HashMap<>(claims);
        left.values().removeIf(claim -> claim.round() <= round);
        return new JobOwners(left);
    }

    /**
     * The request that cancels the job for its owners: the latest of their withdrawals, where each owner has withdrawn.
     * Where no owner is known, what was requested after the job was queued counts.
     *
     * @param withdrawals the cancellations of studies that contain the job, by the ids of the studies
     */
    public Optional<JobControl> cancellation(Map<String, JobControl> withdrawals, Instant queuedAt) {
        boolean isWanted = claims.entrySet().stream()
                .anyMatch(claim -> withdrawal(
                                withdrawals, claim.getKey(), claim.getValue().time())
                        .isEmpty());
        return isWanted
                ? Optional.empty()
                : withdrawals.keySet().stream()
                        .map(study ->
                                withdrawal(withdrawals, study, claimedAt(study).orElse(queuedAt)))
                        .flatMap(Optional::stream)
                        .max(Comparator.comparing(JobControl::time).thenComparing(JobControl::reason));
    }

    private Optional<Instant> claimedAt(String owner) {
        return Optional.ofNullable(claims.get(owner)).map(Claim::time);
    }

    private static Optional<JobControl> withdrawal(
            Map<String, JobControl> withdrawals, String owner, Instant claimedAt) {
        return Optional.ofNullable(withdrawals.get(owner))
                .filter(control -> control.time().isAfter(claimedAt));
    }
}
