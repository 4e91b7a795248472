package dev.atelier.dataset.ledger;

import dev.atelier.contracts.event.DatasetPublished;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobControl;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.event.SubmissionRejected;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * All jobs, studies, answered submissions and wishes, as the topics tell them up to some point. It is written by the one
 * thread that reads the topics and may be read by any; how far it has come is the {@link LedgerFollower}'s to say.
 */
@Singleton
public class Ledger {
    private final Map<String, LedgerJob> jobs = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> studies = new ConcurrentHashMap<>();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final Map<String, JobControl> controls = new ConcurrentHashMap<>();
    private final Map<String, Long> queueOffsets = new ConcurrentHashMap<>();
    private final UnreadableRecords unreadable = new UnreadableRecords();
    private final Answers answers = new Answers();

    /** Takes note of an event; a second time it changes nothing. */
    void apply(Event event) {
        switch (event) {
            case JobEvent job ->
                jobs.compute(job.job(), (id, before) -> LedgerJob.after(Optional.ofNullable(before), job));
            case SubmissionAccepted accepted -> {
                answered.add(accepted.submission());
                if (accepted.study() != null) {
                    Set<String> members = new LinkedHashSet<>();
                    accepted.members().stream().map(Member::job).forEach(members::add);
                    studies.put(accepted.study(), Set.copyOf(members));
                }
                answers.give(accepted.origin(), accepted);
            }
            case SubmissionRejected rejected -> {
                answered.add(rejected.submission());
                answers.give(rejected.origin(), rejected);
            }
            case DatasetPublished ignored -> {}
            case RecordSetAside report ->
                unreadable.reported(new TopicPartition(report.topic(), report.partition()), report.offset());
        }
    }

    /** Takes note of a wish about a job or a study; nothing takes it back. */
    void apply(String id, Optional<JobControl> control) {
        control.ifPresentOrElse(wish -> controls.put(id, wish), () -> controls.remove(id));
    }

    /** Takes note of where a job's record lies in its queue; the last one counts. */
    void applyQueueRecord(String job, long offset) {
        queueOffsets.put(job, offset);
    }

    /** Forgets everything, before the topics are read from their beginning. */
    void clear() {
        jobs.clear();
        studies.clear();
        answered.clear();
        controls.clear();
        queueOffsets.clear();
        unreadable.clear();
    }

    /** Records of the other topics that cannot be read. */
    UnreadableRecords unreadable() {
        return unreadable;
    }

    public Optional<LedgerJob> job(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** All jobs that have not ended. */
    public List<LedgerJob> openJobs() {
        return jobs.values().stream().filter(job -> !job.state().hasEnded()).toList();
    }

    public Collection<LedgerJob> allJobs() {
        return List.copyOf(jobs.values());
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
        return Optional.ofNullable(queueOffsets.get(job));
    }

    /** The latest wish about a job, by its own id or that of a study that it belongs to. */
    List<JobControl> controls(String job) {
        List<JobControl> wishes = new ArrayList<>();
        Optional.ofNullable(controls.get(job)).ifPresent(wishes::add);
        controls.forEach((id, wish) -> {
            if (study(id).filter(members -> members.contains(job)).isPresent()) {
                wishes.add(wish);
            }
        });
        return wishes;
    }

    /** The wish under exactly this id. */
    Optional<JobControl> control(String id) {
        return Optional.ofNullable(controls.get(id));
    }
}
