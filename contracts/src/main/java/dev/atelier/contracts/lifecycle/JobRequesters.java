package dev.atelier.contracts.lifecycle;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.job.Priority;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who requested a job that has not ended, folded from the accepted submissions: a job belongs to every study and every
 * submission that requested it, and continues as long as one of them has not withdrawn. The same submissions result in the
 * same requesters in any order and any number.
 *
 * @param requests by the id of the study, or of the submission that requested the job alone
 */
public record JobRequesters(Map<String, LatestRequest> requests) {
    public static final JobRequesters NONE = new JobRequesters(Map.of());

    public JobRequesters {
        requests = Map.copyOf(requests);
    }

    /**
     * A requester's latest request of the job.
     *
     * @param round the round that was queued or joined for it; 0 where it was accepted before events named it
     * @param priority how urgent the job is to the requester
     */
    public record LatestRequest(int round, Instant time, Priority priority) {
        private static final Comparator<LatestRequest> ORDER = Comparator.comparing(LatestRequest::round)
                .thenComparing(LatestRequest::time)
                .thenComparing(LatestRequest::priority);

        private LatestRequest latest(LatestRequest other) {
            return ORDER.compare(other, this) > 0 ? other : this;
        }
    }

    /** The requesters after a submission that has this member; a member that reuses a result requests nothing. */
    public JobRequesters after(SubmissionAccepted event, Member member) {
        return after(requester(event), member, event.time());
    }

    /** The requesters after one of them has requested the job. */
    public JobRequesters after(String requester, Member member, Instant time) {
        if (member.disposition() == Disposition.REUSED) {
            return this;
        }
        Map<String, LatestRequest> all = new HashMap<>(requests);
        all.merge(
                requester,
                new LatestRequest(member.round(), time, Priority.orNormal(member.priority())),
                LatestRequest::latest);
        return new JobRequesters(all);
    }

    /** Who owns the jobs of a submission: the study, or the submission that requested a job alone. */
    public static String requester(SubmissionAccepted event) {
        return event.study() == null ? event.submission() : event.study();
    }

    /** The requesters after one of them no longer needs the job, unless it has requested it later. */
    public JobRequesters without(String requester, Instant time) {
        return Optional.ofNullable(requests.get(requester))
                .filter(request -> !request.time().isAfter(time))
                .map(request -> {
                    Map<String, LatestRequest> left = new HashMap<>(requests);
                    left.remove(requester);
                    return new JobRequesters(left);
                })
                .orElse(this);
    }

    /** The requesters after the end of a round, which ends its requests and those of the rounds before it. */
    public JobRequesters afterRound(int round) {
        Map<String, LatestRequest> left = new HashMap<>(requests);
        left.values().removeIf(request -> request.round() <= round);
        return new JobRequesters(left);
    }

    /**
     * The control that cancels the job for its requesters: the latest of their withdrawals, where each requester has withdrawn.
     * Where no requester is known, a withdrawal after the job was queued counts.
     *
     * @param withdrawals the cancellations of studies that contain the job, by the ids of the studies
     */
    public Optional<JobControl> cancellation(Map<String, JobControl> withdrawals, Instant queuedAt) {
        return ofAllRequesters(withdrawals, queuedAt);
    }

    /** The latest of the controls, where each requester has one after its request. */
    private Optional<JobControl> ofAllRequesters(Map<String, JobControl> controls, Instant queuedAt) {
        boolean isWanted = requests.entrySet().stream()
                .anyMatch(request -> withdrawal(
                                controls, request.getKey(), request.getValue().time())
                        .isEmpty());
        return isWanted
                ? Optional.empty()
                : controls.keySet().stream()
                        .map(study ->
                                withdrawal(controls, study, requestedAt(study).orElse(queuedAt)))
                        .flatMap(Optional::stream)
                        .max(Comparator.comparing(JobControl::time).thenComparing(JobControl::reason));
    }

    /**
     * The control that pauses the job: one of the job itself, or the latest of its requesters' pauses, where each requester has
     * paused. The latest word counts: a request to resume the job ends the pauses before it, and so does that of a requester
     * for a pause of the job.
     *
     * @param ofJob the latest request to pause or resume the job itself
     * @param ofStudies the same of the studies that contain the job, by their ids
     * @param round the latest round of the job
     * @param queuedAt when that was queued
     */
    public Optional<JobControl> pause(
            Optional<JobControl> ofJob, Map<String, JobControl> ofStudies, int round, Instant queuedAt) {
        Optional<JobControl> itself = ofJob.filter(control -> control.isPause() && control.concerns(round, queuedAt))
                .filter(pause -> ofStudies.values().stream()
                        .noneMatch(study -> study.isResumption() && study.time().isAfter(pause.time())));
        if (itself.isPresent()) {
            return itself;
        }
        Map<String, JobControl> standing = new HashMap<>(ofStudies);
        standing.values()
                .removeIf(control -> !control.isPause()
                        || ofJob.filter(JobControl::isResumption)
                                .filter(resumed -> !resumed.time().isBefore(control.time()))
                                .isPresent());
        return ofAllRequesters(standing, queuedAt);
    }

    private Optional<Instant> requestedAt(String requester) {
        return Optional.ofNullable(requests.get(requester)).map(LatestRequest::time);
    }

    private static Optional<JobControl> withdrawal(
            Map<String, JobControl> withdrawals, String requester, Instant requestedAt) {
        return Optional.ofNullable(withdrawals.get(requester))
                .filter(control -> control.time().isAfter(requestedAt));
    }
}
