package dev.atelier.dataset.coordination.ledger;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.control.PinKey;
import dev.atelier.contracts.control.RoundKey;
import dev.atelier.contracts.control.StandingControls;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.job.Priority;
import dev.atelier.dataset.coordination.usage.TrainerTime;
import dev.atelier.search.study.RecordedSearch;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * All jobs, studies, answered submissions and controls, as the topics have them up to some point. It is written by the one
 * thread that reads the topics and may be read by any; the {@link LedgerFollower} knows how far it has come. Of jobs
 * that ended a few hundred bytes are kept, because they may be requested again; what only jobs need that have not ended is
 * dropped by {@link #forgetEnded}.
 */
@Singleton
public class Ledger implements KnownJobs {
    private final FoldedLog log = new FoldedLog();
    private final SnapshotEntries snapshot = new SnapshotEntries(log);
    private final StudyControls controls = new StudyControls(log.studies, log.requesters);
    private final Map<String, JobControl> roundControls = new ConcurrentHashMap<>();
    private final Answers answers = new Answers();
    private final AtomicLong changes = new AtomicLong();

    /**
     * Records an event; a second time it changes nothing.
     *
     * @param place where it stands in the log
     * @param bytes size of its body
     */
    public void apply(Event event, LogPlace place, int bytes) {
        apply(event, place, bytes, "");
    }

    /**
     * The same.
     *
     * @param trace the trace that the event is part of, as {@code traceparent} of W3C; empty for none
     */
    public void apply(Event event, LogPlace place, int bytes, String trace) {
        log.apply(event, place, trace);
        changes.incrementAndGet();
        switch (event) {
            case SubmissionAccepted accepted -> answers.give(accepted.origin(), accepted, bytes);
            case SubmissionRejected rejected -> answers.give(rejected.origin(), rejected, bytes);
            default -> {}
        }
    }

    /** Records that a run of a job completed an epoch; a second time it changes nothing. */
    public void applyEpoch(String job, String run, Instant at) {
        log.applyEpoch(job, run, at);
        changes.incrementAndGet();
    }

    /** What a snapshot holds of it. */
    public SnapshotEntries snapshot() {
        return snapshot;
    }

    /** Records a control of a job or a study; nothing takes it back. */
    public void apply(String id, Optional<JobControl> control) {
        Optional<String> pinned = PinKey.job(id);
        Optional<String> inRound = RoundKey.job(id);
        if (pinned.isPresent()) {
            log.pins.apply(pinned.get(), control);
        } else if (inRound.isPresent()) {
            control.ifPresentOrElse(
                    request -> roundControls.put(inRound.get(), request), () -> roundControls.remove(inRound.get()));
        } else {
            controls.apply(id, control);
        }
        changes.incrementAndGet();
    }

    /** A number that grows with whatever is read. */
    public long version() {
        return changes.get();
    }

    /** Changes of pins that no event names yet. */
    public List<Event> duePins(Instant now) {
        return log.pins.due(log.jobs::containsKey, now);
    }

    /** Records where a job's record lies in its queue; the last one of the latest round counts. */
    public void applyQueueRecord(String job, int round, long offset, Instant at) {
        log.applyQueueRecord(job, new QueueRecord(round, offset, at));
        changes.incrementAndGet();
    }

    /** Forgets everything, before the topics are read from their beginning. */
    public void clear() {
        log.clear();
        controls.clear();
        roundControls.clear();
    }

    /** Records of the other topics that an event is to report: those that cannot be read, and edits. */
    public UnreportedRecords unreported() {
        return log.unreported;
    }

    @Override
    public Optional<LedgerJob> job(String id) {
        return Optional.ofNullable(log.jobs.get(id));
    }

    /** All jobs that have not ended. */
    public List<LedgerJob> openJobs() {
        return List.copyOf(log.open.values());
    }

    /** Jobs of a study; nothing where there is no such study. */
    public Optional<Set<String>> study(String id) {
        return Optional.ofNullable(log.studies.get(id));
    }

    @Override
    public Optional<RecordedSearch> search(String study) {
        return Optional.ofNullable(log.searches.get(study));
    }

    /** All searches that decide. */
    public List<RecordedSearch> openSearches() {
        return log.searches.values().stream()
                .filter(RecordedSearch::isOpen)
                .sorted(Comparator.comparing(RecordedSearch::study))
                .toList();
    }

    /**
     * How far those who requested a job need it trained.
     *
     * @return an epoch; {@link Integer#MAX_VALUE} for its result; 0 where nobody needs it; nothing where nobody is known
     */
    public OptionalInt wantedEpochs(String job) {
        Set<String> requesters = log.requesters.of(job).requests().entrySet().stream()
                .filter(request -> !controls.hasWithdrawn(
                        request.getKey(), request.getValue().time()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(HashSet::new));
        log.searches.values().stream()
                .filter(search -> search.trialsByJob().containsKey(job))
                .forEach(search -> requesters.add(search.study()));
        return requesters.stream()
                .mapToInt(requester ->
                        search(requester).map(search -> search.epochsOf(job)).orElse(Integer.MAX_VALUE))
                .max();
    }

    /** Whether a submission has its answer. */
    public boolean isAnswered(String submission) {
        return log.answered.contains(submission);
    }

    /** Answers by the record that they answer. */
    public Answers answers() {
        return answers;
    }

    /** The record of a job's latest round in its queue; nothing while the job waits for its turn. */
    public Optional<QueueRecord> queueRecord(LedgerJob job) {
        return Optional.ofNullable(log.queueRecords.get(job.id())).filter(record -> record.isOfRound(job.round()));
    }

    /** How urgent a job is: as urgent as to that of its requesters to whom it is most, or as its round was raised to. */
    public Priority priority(LedgerJob job) {
        return job.queued()
                .flatMap(last -> Optional.ofNullable(last.raised()))
                .orElse(Priority.LOW)
                .or(requestedPriority(job));
    }

    private Priority requestedPriority(LedgerJob job) {
        return log.requesters.of(job.id()).requests().entrySet().stream()
                .filter(request -> !controls.hasWithdrawn(
                        request.getKey(), request.getValue().time()))
                .map(request -> request.getValue().priority())
                .reduce(Priority::or)
                .orElseGet(() -> job.queued()
                        .map(last -> Priority.orNormal(last.request().priority()))
                        .orElse(Priority.NORMAL));
    }

    /** The trainer time that owners used lately. */
    public TrainerTime trainerTime() {
        return log.trainerTime;
    }

    @Override
    public Optional<JobControl> cancellation(LedgerJob job) {
        return job.latestQueueing().flatMap(latest -> controls.cancellation(job, latest));
    }

    @Override
    public Optional<JobControl> pause(LedgerJob job) {
        return job.latestQueueing().flatMap(latest -> controls.pause(job, latest));
    }

    @Override
    public StandingControls controls(String id) {
        return controls.of(id);
    }

    /** The latest request to the trainers of a job about a round of it. */
    public Optional<JobControl> roundControl(String job) {
        return Optional.ofNullable(roundControls.get(job));
    }

    /** The latest requests to jobs with a trainer to make room for others, of jobs that have ended by now too. */
    public List<JobControl> requestsForRoom() {
        return roundControls.values().stream()
                .filter(control -> control.isPreemption() && control.now())
                .toList();
    }

    /** Waits until the ledger holds all that was written. */
    public interface CatchUp {
        void await() throws InterruptedException;
    }

    /**
     * Forgets those controls, requesters and queue records whose jobs have ended or are unknown. Only those are checked that
     * were known before the ledger caught up: of them no event is missing that was written earlier. Should such a job be
     * queued again, then with a new record, and later than the control.
     */
    public void forgetEnded(Instant now, CatchUp catchUp) throws InterruptedException {
        Map<String, StandingControls> controlsBefore = controls.copy();
        Map<String, JobControl> roundControlsBefore = Map.copyOf(roundControls);
        Map<String, QueueRecord> queueRecordsBefore = Map.copyOf(log.queueRecords);
        Set<String> endedBefore =
                log.requesters.jobs().stream().filter(job -> !isOpen(job)).collect(Collectors.toSet());
        catchUp.await();
        controlsBefore.forEach((id, control) -> {
            if (!isOpen(id)
                    && search(id).filter(RecordedSearch::isOpen).isEmpty()
                    && study(id).orElse(Set.of()).stream().noneMatch(this::isOpen)) {
                controls.forget(id, control);
            }
        });
        roundControlsBefore.forEach((job, control) -> {
            if (!isOpen(job)) {
                roundControls.remove(job, control);
            }
        });
        queueRecordsBefore.forEach((job, record) -> {
            if (!isOpen(job)) {
                log.forgetQueueRecord(job, record);
            }
        });
        log.forgetTrainerTime(now);
        log.forgetRequesters(job -> endedBefore.contains(job) && !isOpen(job));
    }

    private boolean isOpen(String job) {
        return log.open.containsKey(job);
    }
}
