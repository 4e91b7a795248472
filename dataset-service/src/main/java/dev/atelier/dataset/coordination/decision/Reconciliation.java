package dev.atelier.dataset.coordination.decision;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is due beside the answering of submissions: jobs that were lost are queued again, and cancellations are carried
 * out. A pure function of the ledger and of how far the share groups have come.
 *
 * <p>A job is lost when it has not ended although its queue is done with it: every record of it lies before the first
 * that the share group has not finished. The group's offsets must have been requested before the ledger was caught up: a
 * trainer publishes the end of a job before it acknowledges the record, so an end that is not in the ledger then was never
 * published. A job of a family that is not known here is left to those who know it: neither its queue nor its share group is
 * known either.
 *
 * @param queued jobs to queue again
 * @param events what else is to be published
 * @param controls cancellations of one round each, for the trainers, by job
 */
public record Reconciliation(List<JobQueued> queued, List<Event> events, Map<String, JobControl> controls) {

    private static final String TOO_OFTEN =
            "it has been queued " + JobLifecycle.MOST_ROUNDS + " times, the most that is allowed";

    /**
     * @param firstInHand by family, the first offset that its share group has not done with; no entry where the group has
     *     not begun
     */
    public static Reconciliation due(Ledger ledger, Map<Family, Long> firstInHand, Instant now) {
        List<JobQueued> queued = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        Map<String, JobControl> controls = new LinkedHashMap<>();
        List<LedgerJob> open = new ArrayList<>(ledger.openJobs());
        open.sort(Comparator.comparing(LedgerJob::id));
        for (LedgerJob job : open) {
            Optional<JobQueued> last = job.queued();
            if (last.isEmpty()) {
                continue;
            }
            Optional<JobControl> cancel = ledger.cancellation(job).map(control -> control.ofRound(job.round()));
            if (cancel.isPresent()) {
                if (ledger.control(job.id()).filter(cancel.get()::equals).isEmpty()) {
                    controls.put(job.id(), cancel.get());
                }
                if (job.state() == JobState.QUEUED) {
                    events.add(new JobCancelled(
                            job.id(), job.round(), null, cancel.get().reason(), now));
                }
            } else if (Families.contains(last.get().request().family())
                    && isLost(
                            ledger,
                            job,
                            Optional.ofNullable(
                                    firstInHand.get(last.get().request().family())))) {
                if (job.round() < JobLifecycle.MOST_ROUNDS) {
                    queued.add(again(last.get(), now));
                } else {
                    events.add(new JobFailed(job.id(), job.round(), null, "repeated", TOO_OFTEN, now));
                }
            }
        }
        events.addAll(ledger.duePins(now));
        return new Reconciliation(queued, events, controls);
    }

    public boolean isNothing() {
        return queued.isEmpty() && events.isEmpty() && controls.isEmpty();
    }

    private static boolean isLost(Ledger ledger, LedgerJob job, Optional<Long> firstInHand) {
        Optional<Long> record = ledger.queueOffset(job.id());
        if (record.isEmpty()) {
            return job.state() == JobState.QUEUED;
        }
        return firstInHand.filter(first -> record.get() < first).isPresent();
    }

    private static JobQueued again(JobQueued last, Instant now) {
        return new JobQueued(
                last.job(),
                last.submission(),
                last.round() + 1,
                last.datasetKey(),
                last.datasetDigest(),
                last.request(),
                last.restores(),
                now);
    }
}
