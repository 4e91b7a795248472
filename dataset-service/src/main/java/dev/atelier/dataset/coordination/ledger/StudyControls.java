package dev.atelier.dataset.coordination.ledger;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.control.StandingControls;
import dev.atelier.contracts.lifecycle.JobRequesters;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The controls of jobs and studies, and which of them concern a job. Written by the thread that reads the topics. */
final class StudyControls {
    private final Map<String, StandingControls> standing = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> studies;
    private final Requesters requesters;

    StudyControls(Map<String, Set<String>> studies, Requesters requesters) {
        this.studies = studies;
        this.requesters = requesters;
    }

    /** Records a control of a job or a study; nothing takes all of them back. */
    void apply(String id, Optional<JobControl> control) {
        control.ifPresentOrElse(request -> standing.put(id, of(id).after(request)), () -> standing.remove(id));
    }

    /** The controls of a job or a study itself. */
    StandingControls of(String id) {
        return standing.getOrDefault(id, StandingControls.NONE);
    }

    /**
     * The request that cancels a round of a job. A job is cancelled where the job itself is, and where each requester has
     * withdrawn: cancelling a study withdraws that study alone, and its jobs continue for their other requesters.
     */
    Optional<JobControl> cancellation(LedgerJob job, LedgerJob.Queueing latest) {
        Optional<JobControl> ofJob = of(job.id())
                .cancellation()
                .filter(control ->
                        control.concerns(latest.event().round(), latest.event().time()));
        return ofJob.isPresent()
                ? ofJob
                : requesters
                        .of(job.id())
                        .cancellation(
                                ofStudies(job.id(), StandingControls::cancellation),
                                latest.event().time());
    }

    /** The request that pauses a round of a job, of the job itself or of all its requesters. */
    Optional<JobControl> pause(LedgerJob job, LedgerJob.Queueing latest) {
        return requesters
                .of(job.id())
                .pause(
                        of(job.id()).pausing(),
                        ofStudies(job.id(), StandingControls::pausing),
                        latest.event().round(),
                        latest.event().time());
    }

    /** Whether a requester has withdrawn after its request. */
    boolean hasWithdrawn(String requester, Instant requestedAt) {
        return of(requester)
                .cancellation()
                .filter(control -> control.time().isAfter(requestedAt))
                .isPresent();
    }

    /** All controls, by the ids of their jobs and studies, as they are now. */
    Map<String, StandingControls> copy() {
        return Map.copyOf(standing);
    }

    /** Forgets the controls of a job or a study, unless there are others by now. */
    void forget(String id, StandingControls controls) {
        standing.remove(id, controls);
    }

    void clear() {
        standing.clear();
    }

    /** The controls of one kind of those studies that the job belongs to; of all that contain it where no requester is known. */
    private Map<String, JobControl> ofStudies(String job, Function<StandingControls, Optional<JobControl>> kind) {
        JobRequesters known = requesters.of(job);
        Collection<String> ids = known.requests().isEmpty()
                ? standing.keySet()
                : known.requests().keySet();
        Map<String, JobControl> found = new HashMap<>();
        for (String id : ids) {
            if (studies.getOrDefault(id, Set.of()).contains(job)) {
                kind.apply(of(id)).ifPresent(control -> found.put(id, control));
            }
        }
        return found;
    }
}
