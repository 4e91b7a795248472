package dev.atelier.dataset.coordination.ledger;

import dev.atelier.contracts.event.ArtifactsPinned;
import dev.atelier.contracts.event.DatasetPublished;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobControl;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.PinKey;
import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.event.TrainerResumed;
import dev.atelier.contracts.event.TrainerSuspended;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * All jobs, studies, answered submissions and controls, as the topics have them up to some point. It is written by the one
 * thread that reads the topics and may be read by any; the {@link LedgerFollower} knows how far it has come. Of jobs
 * that ended a few hundred bytes are kept, because they may be requested again; what only jobs need that have not ended is
 * dropped by {@link #forgetWhatIsOver}.
 */
@Singleton
public class Ledger implements KnownJobs {
    private final Map<String, LedgerJob> jobs = new ConcurrentHashMap<>();
    private final Map<String, LedgerJob> open = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> studies = new ConcurrentHashMap<>();
    private final AnsweredSubmissions answered = new AnsweredSubmissions();
    private final Map<String, JobControl> controls = new ConcurrentHashMap<>();
    private final Map<String, QueueRecord> queueRecords = new ConcurrentHashMap<>();
    private final Owners owners = new Owners();
    private final Cancellations cancellations = new Cancellations(controls, studies, owners);
    private final Pins pins = new Pins();
    private final UnreadableRecords unreadable = new UnreadableRecords();
    private final Answers answers = new Answers();

    /**
     * Takes note of an event; a second time it changes nothing.
     *
     * @param place where it stands in the log
     * @param bytes size of its body
     */
    public void apply(Event event, LogPlace place, int bytes) {
        switch (event) {
            case ArtifactsPinned pin -> pins.apply(pin);
            case JobEvent job -> apply(job, place);
            case SubmissionAccepted accepted -> {
                answered.add(place.partition(), accepted.submission());
                if (accepted.study() != null) {
                    Set<String> members = new LinkedHashSet<>();
                    accepted.members().stream().map(Member::job).forEach(members::add);
                    studies.put(accepted.study(), Set.copyOf(members));
                }
                owners.add(accepted, this::isOver);
                answers.give(accepted.origin(), accepted, bytes);
            }
            case SubmissionRejected rejected -> {
                answered.add(place.partition(), rejected.submission());
                answers.give(rejected.origin(), rejected, bytes);
            }
            case DatasetPublished ignored -> {}
            case TrainerSuspended ignored -> {}
            case TrainerResumed ignored -> {}
            case RecordSetAside report ->
                unreadable.reported(new TopicPartition(report.topic(), report.partition()), report.offset());
        }
    }

    private void apply(JobEvent event, LogPlace place) {
        LedgerJob job = LedgerJob.after(Optional.ofNullable(jobs.get(event.job())), event, place);
        jobs.put(job.id(), job);
        if (job.state().hasEnded()) {
            open.remove(job.id());
            owners.end(job.id(), job.round());
        } else {
            open.put(job.id(), job);
        }
    }

    /** Takes note of a control of a job or a study; nothing takes it back. */
    public void apply(String id, Optional<JobControl> control) {
        Optional<String> pinned = PinKey.job(id);
        if (pinned.isPresent()) {
            pins.apply(pinned.get(), control);
        } else {
            control.ifPresentOrElse(request -> controls.put(id, request), () -> controls.remove(id));
        }
    }

    /** Changes of pins that no event names yet. */
    List<Event> duePins(Instant now) {
        return pins.due(jobs::containsKey, now);
    }

    /** Whether the round that answers a member of a submission has ended. */
    private boolean isOver(Member member) {
        return job(member.job())
                .filter(known -> known.state().hasEnded() && member.round() <= known.round())
                .isPresent();
    }

    /** Takes note of where a job's record lies in its queue; the last one of the latest round counts. */
    public void applyQueueRecord(String job, int round, long offset) {
        queueRecords.merge(job, new QueueRecord(round, offset), QueueRecord::latest);
    }

    /** Forgets everything, before the topics are read from their beginning. */
    public void clear() {
        jobs.clear();
        open.clear();
        studies.clear();
        answered.clear();
        controls.clear();
        queueRecords.clear();
        owners.clear();
        pins.clear();
        unreadable.clear();
    }

    /** Records of the other topics that cannot be read. */
    public UnreadableRecords unreadable() {
        return unreadable;
    }

    @Override
    public Optional<LedgerJob> job(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** All jobs that have not ended. */
    public List<LedgerJob> openJobs() {
        return List.copyOf(open.values());
    }

    /** Jobs of a study; nothing where there is no such study. */
    public Optional<Set<String>> study(String id) {
        return Optional.ofNullable(studies.get(id));
    }

    /** Whether a submission has its answer. */
    public boolean isAnswered(String submission) {
        return answered.contains(submission);
    }

    /** Answers by the record that they answer. */
    public Answers answers() {
        return answers;
    }

    /** The last record of a job in its queue. */
    Optional<Long> queueOffset(String job) {
        return Optional.ofNullable(queueRecords.get(job)).map(QueueRecord::offset);
    }

    @Override
    public Optional<JobControl> cancellation(LedgerJob job) {
        return job.queued().flatMap(cancellations::of);
    }

    @Override
    public Optional<JobControl> control(String id) {
        return Optional.ofNullable(controls.get(id));
    }

    /** Waits until the ledger holds all that was written. */
    public interface CatchUp {
        void await() throws InterruptedException;
    }

    /**
     * Forgets those controls, owners and queue records whose jobs have ended or are unknown. Only those are checked that were
     * known before the ledger caught up: of them no event is missing that was written earlier. Should such a job be queued
     * again, then with a new record, and later than the control.
     */
    public void forgetWhatIsOver(CatchUp catchUp) throws InterruptedException {
        Map<String, JobControl> controlsBefore = Map.copyOf(controls);
        Map<String, QueueRecord> queueRecordsBefore = Map.copyOf(queueRecords);
        Set<String> endedBefore =
                owners.jobs().stream().filter(job -> !isOpen(job)).collect(Collectors.toSet());
        catchUp.await();
        controlsBefore.forEach((id, control) -> {
            if (!isOpen(id) && study(id).orElse(Set.of()).stream().noneMatch(this::isOpen)) {
                controls.remove(id, control);
            }
        });
        queueRecordsBefore.forEach((job, record) -> {
            if (!isOpen(job)) {
                queueRecords.remove(job, record);
            }
        });
        owners.forget(job -> endedBefore.contains(job) && !isOpen(job));
    }

    private boolean isOpen(String job) {
        return open.containsKey(job);
    }
}
