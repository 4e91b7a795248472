package dev.atelier.dataset.coordination.ledger;

import dev.atelier.contracts.event.ArtifactsPinned;
import dev.atelier.contracts.event.DatasetPublished;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobEdited;
import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.event.SearchEnded;
import dev.atelier.contracts.event.SearchEvent;
import dev.atelier.contracts.event.StudyEdited;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.event.TrainerResumed;
import dev.atelier.contracts.event.TrainerSuspended;
import dev.atelier.contracts.event.TrialStarted;
import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.contracts.lifecycle.JobRequesters;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.dataset.coordination.ledger.SnapshotKey.Kind;
import dev.atelier.dataset.coordination.usage.TrainerTime;
import dev.atelier.dataset.coordination.usage.TrainerTime.Charge;
import dev.atelier.search.study.RecordedSearch;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * What follows from the events and the queues, which grow without bound, and which parts of it have changed since a
 * snapshot was last written. Written by the thread that reads the topics; may be read by any.
 */
final class FoldedLog {
    final Map<String, LedgerJob> jobs = new ConcurrentHashMap<>();
    final Map<String, LedgerJob> open = new ConcurrentHashMap<>();
    final Map<String, Set<String>> studies = new ConcurrentHashMap<>();
    final Map<String, RecordedSearch> searches = new ConcurrentHashMap<>();
    final Map<String, QueueRecord> queueRecords = new ConcurrentHashMap<>();
    final AnsweredSubmissions answered = new AnsweredSubmissions();
    final Requesters requesters = new Requesters();
    final Pins pins = new Pins();
    final UnreportedRecords unreported = new UnreportedRecords();
    final TrainerTime trainerTime = new TrainerTime();
    final Set<SnapshotKey> changed = ConcurrentHashMap.newKeySet();

    void apply(Event event, LogPlace place, String trace) {
        switch (event) {
            // The tables ignore it as well.
            case ArtifactsPinned pin when !jobs.containsKey(pin.job()) -> {}
            case ArtifactsPinned pin -> {
                if (pins.apply(pin)) {
                    change(Kind.PINNED, pin.job());
                }
            }
            case JobEdited edited -> reportEdit(edited.origin());
            case JobEvent job -> apply(job, place, trace);
            case SubmissionAccepted accepted -> {
                answer(place.partition(), accepted.submission());
                if (accepted.study() != null) {
                    putStudy(
                            accepted.study(),
                            accepted.members().stream().map(Member::job).toList());
                    change(Kind.STUDY, accepted.study());
                }
                addRequester(JobRequesters.requester(accepted), accepted.members(), accepted.time());
            }
            case SubmissionRejected rejected -> answer(place.partition(), rejected.submission());
            case RecordSetAside report ->
                report(new TopicPartition(report.topic(), report.partition()), report.offset());
            case SearchEvent search -> apply(search);
            case StudyEdited edited -> reportEdit(edited.origin());
            case DatasetPublished ignored -> {}
            case TrainerSuspended ignored -> {}
            case TrainerResumed ignored -> {}
        }
    }

    /**
     * Records where a job's record lies in its queue; the last one of the latest round counts. That of a round which has
     * ended is not needed.
     */
    void applyQueueRecord(String job, QueueRecord record) {
        if (!hasEnded(job, record)) {
            queueRecords.merge(job, record, QueueRecord::latest);
            change(Kind.QUEUE_RECORD, job);
        }
    }

    /** Whether the round of a record has ended; unknown where the record does not name it. */
    private boolean hasEnded(String job, QueueRecord record) {
        return record.round() > 0 && hasEnded(job, record.round());
    }

    /** Forgets a job's record, unless there is another one by now. */
    void forgetQueueRecord(String job, QueueRecord record) {
        if (queueRecords.remove(job, record)) {
            change(Kind.QUEUE_RECORD, job);
        }
    }

    /** Forgets the requesters of jobs. */
    void forgetRequesters(Predicate<String> isForgotten) {
        requesters.forget(isForgotten).forEach(job -> change(Kind.JOB, job));
    }

    /** Records that a run of a job completed an epoch. */
    void applyEpoch(String id, String run, Instant at) {
        LedgerJob job = open.get(id);
        if (job != null) {
            job.chargeEpoch(run, at).ifPresent(charge -> {
                add(charge);
                put(job.afterEpoch(at));
                change(Kind.JOB, id);
            });
        }
    }

    private void add(Charge charge) {
        trainerTime.add(charge);
        change(Kind.USAGE, charge.account().text());
    }

    /** Forgets trainer time that no longer counts. */
    void forgetTrainerTime(Instant now) {
        trainerTime.forget(now).forEach(account -> change(Kind.USAGE, account.text()));
    }

    private void apply(JobEvent event, LogPlace place, String trace) {
        Optional<LedgerJob> known = Optional.ofNullable(jobs.get(event.job()));
        if (known.isEmpty() && !JobLifecycle.begins(event)) {
            return;
        }
        LedgerJob job = LedgerJob.after(known, event, place, trace);
        put(job);
        known.flatMap(before -> before.chargeEnd(event)).ifPresent(this::add);
        if (job.state().hasEnded()) {
            requesters.endRound(job.id(), job.round());
            Optional.ofNullable(queueRecords.get(job.id()))
                    .filter(record -> hasEnded(job.id(), record))
                    .ifPresent(record -> forgetQueueRecord(job.id(), record));
        }
        change(Kind.JOB, job.id());
    }

    private void apply(SearchEvent event) {
        Optional<RecordedSearch> before = Optional.ofNullable(searches.get(event.study()));
        Optional<RecordedSearch> after = RecordedSearch.after(before, event);
        if (after.isEmpty() || before.filter(known -> known == after.get()).isPresent()) {
            return;
        }
        searches.put(event.study(), after.get());
        change(Kind.SEARCH, event.study());
        List<Member> members = switch (event) {
            case TrialStarted started -> started.members();
            case SearchEnded ended -> ended.members();
            default -> List.of();
        };
        if (!after.get().isOpen()) {
            withdraw(after.get(), event.time());
        }
        if (!members.isEmpty()) {
            putStudy(event.study(), members.stream().map(Member::job).toList());
            change(Kind.STUDY, event.study());
            addRequester(event.study(), members, event.time());
        }
    }

    /** A search that has ended, or is cancelled, needs some of its jobs no longer. */
    private void withdraw(RecordedSearch search, Instant time) {
        for (String job : search.trialsByJob().keySet()) {
            if (search.epochsOf(job) == 0) {
                requesters.withdraw(search.study(), job, time);
                change(Kind.JOB, job);
            }
        }
    }

    private void addRequester(String requester, List<Member> members, Instant time) {
        for (Member member : members) {
            if (!hasEnded(member.job(), member.round())) {
                requesters.add(requester, member, time);
            }
            change(Kind.JOB, member.job());
        }
    }

    private void put(LedgerJob job) {
        jobs.put(job.id(), job);
        if (job.state().hasEnded()) {
            open.remove(job.id());
        } else {
            open.put(job.id(), job);
        }
    }

    private void answer(int partition, String submission) {
        answered.add(partition, submission);
        change(Kind.ANSWERED, String.valueOf(partition));
    }

    private void reportEdit(RecordOrigin request) {
        report(new TopicPartition(Topics.CONTROLS.topicName(), request.partition()), request.offset());
    }

    private void report(TopicPartition partition, long offset) {
        unreported.recordReported(partition, offset);
        change(Kind.REPORTED, partition.topic() + "/" + partition.partition());
    }

    private void change(Kind kind, String id) {
        changed.add(new SnapshotKey(kind, id));
    }

    private boolean hasEnded(String job, int round) {
        return Optional.ofNullable(jobs.get(job))
                .filter(known -> known.hasEnded(round))
                .isPresent();
    }

    /** A study gains members while it searches. */
    private void putStudy(String study, Collection<String> members) {
        Set<String> all = new HashSet<>(studies.getOrDefault(study, Set.of()));
        all.addAll(members);
        studies.put(study, shareIds(all));
    }

    /** Ids that are the same strings as those of the jobs: there are many of them. */
    private Set<String> shareIds(Collection<String> ids) {
        return ids.stream()
                .map(id -> Optional.ofNullable(jobs.get(id)).map(LedgerJob::id).orElse(id))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Marks everything as changed. */
    void changeAll() {
        jobs.keySet().forEach(job -> change(Kind.JOB, job));
        requesters.jobs().forEach(job -> change(Kind.JOB, job));
        studies.keySet().forEach(study -> change(Kind.STUDY, study));
        searches.keySet().forEach(study -> change(Kind.SEARCH, study));
        queueRecords.keySet().forEach(job -> change(Kind.QUEUE_RECORD, job));
        answered.partitions().forEach(partition -> change(Kind.ANSWERED, String.valueOf(partition)));
        pins.jobs().forEach(job -> change(Kind.PINNED, job));
        trainerTime.accounts().forEach(account -> change(Kind.USAGE, account.text()));
        unreported
                .reportedPartitions()
                .forEach(partition -> change(Kind.REPORTED, partition.topic() + "/" + partition.partition()));
    }

    /** Ends the restoring of entries, in which jobs may come after their studies. */
    void endRestoring() {
        studies.replaceAll((study, members) -> shareIds(members));
        changed.clear();
    }

    /** Takes over a job, or that there is none, and its requesters. */
    void restoreJob(String id, Optional<LedgerJob> job, JobRequesters jobRequesters) {
        job.ifPresentOrElse(this::put, () -> {
            jobs.remove(id);
            open.remove(id);
        });
        requesters.restore(id, jobRequesters);
    }

    void restoreStudy(String study, String[] members) {
        putStudy(study, Arrays.asList(members));
    }

    void clear() {
        jobs.clear();
        open.clear();
        studies.clear();
        searches.clear();
        queueRecords.clear();
        answered.clear();
        requesters.clear();
        pins.clear();
        unreported.clear();
        trainerTime.clear();
        changed.clear();
    }
}
