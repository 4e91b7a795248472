package dev.atelier.dataset.coordination.decision;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.control.RoundKey;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.ledger.LedgerJob;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Pause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is due beside the answering of submissions: jobs that were lost or resumed are queued again, and cancellations and
 * pauses are carried out. A pure function of the ledger and of how far the share groups have come.
 *
 * <p>A job is lost when it has not ended although its queue is done with it: the record of its round lies before the first
 * that the share group has not finished. One without such a record waits for its turn
 * ({@link dev.atelier.dataset.coordination.schedule.JobSchedule}). The group's offsets must have been requested before the
 * ledger was caught up: a trainer publishes the end of a job before it acknowledges the record, so an end that is not in the
 * ledger then was never published. A job of a family that is not known here is left to those who know it: neither its queue
 * nor its share group is known either.
 *
 * @param queued jobs to queue again
 * @param events what else is to be published
 * @param controls requests for the trainers about one round each, by key; empty where one is taken back
 */
public record Reconciliation(List<JobQueued> queued, List<Event> events, Map<String, Optional<JobControl>> controls) {

    private static final String NOT_NEEDED = "its search ended with another winner";
    private static final String TOO_OFTEN =
            "it has been queued " + JobLifecycle.MOST_ROUNDS + " times, the most that is allowed";

    /**
     * @param firstInHand by family, the first offset that its share group has not done with; no entry where the group has
     *     not begun
     */
    public static Reconciliation due(Ledger ledger, Map<Family, Long> firstInHand, Instant now) {
        Reconciliation due = new Reconciliation(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
        List<LedgerJob> open = new ArrayList<>(ledger.openJobs());
        open.sort(Comparator.comparing(LedgerJob::id));
        for (LedgerJob job : open) {
            job.queued().ifPresent(last -> due.add(ledger, job, last, firstInHand, now));
        }
        due.events.addAll(ledger.duePins(now));
        return due;
    }

    private void add(Ledger ledger, LedgerJob job, JobQueued last, Map<Family, Long> firstInHand, Instant now) {
        Optional<Long> first =
                Optional.ofNullable(firstInHand.get(last.request().family()));
        boolean isKnown = Families.contains(last.request().family());
        boolean isWithoutTrainer = job.state() == JobState.QUEUED || isKnown && isLost(ledger, job, first);
        Optional<JobControl> cancellation = ledger.cancellation(job);
        Optional<JobControl> pause = ledger.pause(job);
        if (cancellation.isPresent()) {
            cancel(ledger, job, cancellation.get().ofRound(job.round()), isWithoutTrainer, now);
        } else if (pause.isPresent()) {
            pause(ledger, job, last, pause.get(), isWithoutTrainer, now);
        } else if (job.state() == JobState.PAUSED) {
            resume(ledger, job, last, now);
        } else {
            endPause(ledger, job);
            if (isKnown && isLost(ledger, job, first)) {
                queueAgain(last.postponed(now), now);
            }
        }
    }

    private void cancel(Ledger ledger, LedgerJob job, JobControl control, boolean isWithoutTrainer, Instant now) {
        if (ledger.controls(job.id()).cancellation().filter(control::equals).isEmpty()) {
            controls.put(job.id(), Optional.of(control));
        }
        if (isWithoutTrainer || job.state() == JobState.PAUSED) {
            events.add(new JobCancelled(job.id(), job.round(), null, control.reason(), now));
        }
    }

    private void pause(
            Ledger ledger, LedgerJob job, JobQueued last, JobControl pause, boolean isWithoutTrainer, Instant now) {
        if (job.isPreempted() && last.round() < JobLifecycle.MOST_ROUNDS) {
            // It would be queued again without a request.
            JobQueued next = last.postponed(now);
            queueAgain(next, now);
            if (ledger.controls(job.id()).pausing().filter(pause::equals).isPresent()) {
                // One of the job itself, which was made before the next round begins, is of that round then.
                controls.put(job.id(), Optional.of(pause.ofRound(next.round())));
            }
            events.add(new JobPaused(job.id(), next.round(), null, 0, JobPaused.REQUESTED, pause.reason(), now));
        } else if (job.state() != JobState.PAUSED) {
            JobControl control = pause.ofRound(job.round());
            if (ledger.roundControl(job.id()).filter(control::equals).isEmpty()) {
                controls.put(RoundKey.of(job.id()), Optional.of(control));
            }
            if (isWithoutTrainer) {
                events.add(new JobPaused(job.id(), job.round(), null, 0, JobPaused.REQUESTED, pause.reason(), now));
            }
        }
    }

    /**
     * A round that paused by its budget is followed by another on request, or where a requester needs more epochs. Where no
     * requester needs any, the job ends.
     */
    private void resume(Ledger ledger, LedgerJob job, JobQueued last, Instant now) {
        boolean isByBudget = job.isPausedByBudget();
        boolean isRequested = ledger.controls(job.id())
                .pausing()
                .filter(control -> control.isResumption() && control.concerns(last.round(), last.time()))
                .isPresent();
        OptionalInt wanted = ledger.wantedEpochs(job.id());
        int budget = Objects.requireNonNullElse(last.budget(), 0);
        if (isByBudget && !isRequested && wanted.orElse(0) <= budget) {
            if (wanted.isPresent() && wanted.getAsInt() == 0) {
                events.add(new JobCancelled(job.id(), job.round(), null, NOT_NEEDED, now));
            }
            return;
        }
        if (job.pause().filter(Pause::isByRun).isEmpty()) {
            // The record of the paused round is still in the queue.
            JobControl over = new JobControl(JobControl.PAUSE, "The job continues in a later round", now);
            controls.put(RoundKey.of(job.id()), Optional.of(over.ofRound(job.round())));
        }
        JobQueued next = job.isPreempted() ? last.postponed(now) : last.again(now);
        queueAgain(isByBudget ? next.withBudget(isRequested ? Integer.MAX_VALUE : wanted.orElse(0)) : next, now);
    }

    /** The pause of a round that its trainer has not ended yet. */
    private void endPause(Ledger ledger, LedgerJob job) {
        boolean isRequested = ledger.roundControl(job.id())
                .filter(control -> control.isPause() && control.round() >= job.round())
                .isPresent();
        if (isRequested) {
            controls.put(RoundKey.of(job.id()), Optional.empty());
        }
    }

    private void queueAgain(JobQueued next, Instant now) {
        if (next.round() <= JobLifecycle.MOST_ROUNDS) {
            queued.add(next);
        } else {
            events.add(new JobFailed(next.job(), next.round() - 1, null, "repeated", TOO_OFTEN, now));
        }
    }

    public boolean isNothing() {
        return queued.isEmpty() && events.isEmpty() && controls.isEmpty();
    }

    private static boolean isLost(Ledger ledger, LedgerJob job, Optional<Long> firstInHand) {
        return ledger.queueRecord(job)
                .filter(record ->
                        firstInHand.filter(first -> record.offset() < first).isPresent())
                .isPresent();
    }
}
