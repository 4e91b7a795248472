package dev.atelier.dataset.coordination.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.SearchEvent;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.lifecycle.JobLifecycle;
import dev.atelier.contracts.lifecycle.JobLifecycle.WrittenFiles;
import dev.atelier.contracts.lifecycle.JobRequesters;
import dev.atelier.contracts.lifecycle.JobRequesters.LatestRequest;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.contracts.lifecycle.PinState;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Completion;
import dev.atelier.dataset.coordination.ledger.LedgerJob.CurrentRun;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Handling;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Pause;
import dev.atelier.dataset.coordination.ledger.LedgerJob.Queueing;
import dev.atelier.dataset.coordination.usage.TrainerTime.Account;
import dev.atelier.dataset.coordination.usage.Usage;
import dev.atelier.search.study.RecordedSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot holds of the ledger: all that follows from the events and the queues, in entries with keys. Which of them
 * have changed is known, so that these update a snapshot.
 */
public final class SnapshotEntries {
    private final FoldedLog log;

    SnapshotEntries(FoldedLog log) {
        this.log = log;
    }

    /**
     * The entries that have changed since they were last taken, as they are now. A caller that cannot write them gives
     * them back. To be called by the thread that reads the topics.
     */
    public List<SnapshotEntry> takeChanged() {
        List<SnapshotEntry> taken = new ArrayList<>(log.changed.size());
        for (SnapshotKey key : log.changed) {
            taken.add(new SnapshotEntry(key, content(key)));
        }
        log.changed.clear();
        return taken;
    }

    /** Makes entries count as changed again. */
    public void giveBack(List<SnapshotEntry> taken) {
        taken.forEach(entry -> log.changed.add(entry.key()));
    }

    /** How many entries have changed since they were last taken, about. */
    public int changes() {
        return log.changed.size();
    }

    /** Makes all entries count as changed. */
    public void changeAll() {
        log.changeAll();
    }

    /** What an entry holds now, whatever becomes of the ledger afterwards. */
    private Supplier<Optional<byte[]>> content(SnapshotKey key) {
        return switch (key.kind()) {
            case JOB -> {
                Optional<LedgerJob> job = Optional.ofNullable(log.jobs.get(key.id()));
                Map<String, LatestRequest> requesters =
                        log.requesters.of(key.id()).requests();
                yield () -> json(job, requesters);
            }
            case QUEUE_RECORD -> json(log.queueRecords.get(key.id()));
            case STUDY -> json(log.studies.get(key.id()));
            case SEARCH -> SearchEntry.of(Optional.ofNullable(log.searches.get(key.id())));
            case ANSWERED -> json(log.answered.latest(Integer.parseInt(key.id())));
            case PINNED -> json(log.pins.published(key.id()).orElse(null));
            case USAGE -> json(log.trainerTime.usage(Account.parse(key.id())).orElse(null));
            case REPORTED ->
                json(log.unreported.lastReported(partition(key.id())).orElse(null));
        };
    }

    private static Supplier<Optional<byte[]>> json(@Nullable Object content) {
        return () -> Optional.ofNullable(content).map(Json::bytes);
    }

    private static Optional<byte[]> json(Optional<LedgerJob> job, Map<String, LatestRequest> requesters) {
        return job.isEmpty() && requesters.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Json.bytes(new JobEntry(job.map(JobEntry.State::of).orElse(null), requesters)));
    }

    /**
     * Takes over an entry of a snapshot.
     *
     * @throws RuntimeException if it is not what this version writes
     */
    public void restore(SnapshotKey key, byte[] entry) {
        switch (key.kind()) {
            case JOB -> {
                JobEntry read = Json.read(entry, JobEntry.class);
                log.restoreJob(
                        key.id(),
                        Optional.ofNullable(read.job()).map(state -> state.job(key.id())),
                        new JobRequesters(read.requesters()));
            }
            case QUEUE_RECORD -> log.queueRecords.put(key.id(), Json.read(entry, QueueRecord.class));
            case STUDY -> log.restoreStudy(key.id(), Json.read(entry, String[].class));
            case SEARCH -> SearchEntry.read(entry).ifPresent(search -> log.searches.put(key.id(), search));
            case ANSWERED -> {
                for (String submission : Json.read(entry, String[].class)) {
                    log.answered.add(Integer.parseInt(key.id()), submission);
                }
            }
            case PINNED -> log.pins.restore(key.id(), Json.read(entry, PinState.class));
            case USAGE -> log.trainerTime.restore(Account.parse(key.id()), Optional.of(Json.read(entry, Usage.class)));
            case REPORTED -> log.unreported.restore(partition(key.id()), Json.read(entry, Long.class));
        }
    }

    /** Takes over that a snapshot has an entry no more. */
    public void remove(SnapshotKey key) {
        switch (key.kind()) {
            case JOB -> log.restoreJob(key.id(), Optional.empty(), JobRequesters.NONE);
            case QUEUE_RECORD -> log.queueRecords.remove(key.id());
            case STUDY -> log.studies.remove(key.id());
            case SEARCH -> log.searches.remove(key.id());
            case PINNED -> log.pins.forget(key.id());
            case USAGE -> log.trainerTime.restore(Account.parse(key.id()), Optional.empty());
            case ANSWERED, REPORTED -> {}
        }
    }

    /** Ends the taking over: no entry counts as changed. */
    public void endRestoring() {
        log.endRestoring();
    }

    private static TopicPartition partition(String id) {
        int slash = id.lastIndexOf('/');
        return new TopicPartition(id.substring(0, slash), Integer.parseInt(id.substring(slash + 1)));
    }

    /**
     * One event of a search in the JSON form of a snapshot, which holds all of them in their order.
     *
     * @param type of the event
     */
    private record SearchEntry(String type, JsonNode event) {

        static Supplier<Optional<byte[]>> of(Optional<RecordedSearch> search) {
            return () -> search.map(RecordedSearch::events).map(SearchEntry::bytes);
        }

        static Optional<RecordedSearch> read(byte[] entry) {
            List<SearchEvent> events = Stream.of(Json.read(entry, SearchEntry[].class))
                    .flatMap(each -> EventCodec.decode(each.type, Json.bytes(each.event)).stream())
                    .map(SearchEvent.class::cast)
                    .toList();
            return RecordedSearch.of(events);
        }

        private static byte[] bytes(List<SearchEvent> events) {
            return Json.bytes(events.stream()
                    .map(event -> new SearchEntry(event.type(), Json.tree(event)))
                    .toList());
        }
    }

    /**
     * A job and its requesters in the JSON form of a snapshot.
     *
     * @param job null where only requesters are known
     */
    private record JobEntry(@Nullable State job, Map<String, LatestRequest> requesters) {

        /** A {@link LedgerJob} without its id. */
        record State(
                JobState state,
                int round,
                long run,
                Set<Long> earlier,
                boolean going,
                @Nullable WrittenFiles files,
                @Nullable String expected,
                @Nullable JobQueued queued,
                @Nullable LogPlace queuedAt,
                @Nullable String trace,
                @Nullable Completion completion,
                @Nullable Pause pause,
                @Nullable CurrentRun current,
                boolean taken,
                boolean postponed,
                int endedRound) {
            static State of(LedgerJob job) {
                JobLifecycle lifecycle = job.lifecycle();
                return new State(
                        lifecycle.state(),
                        lifecycle.round(),
                        lifecycle.run(),
                        lifecycle.earlier(),
                        lifecycle.isGoing(),
                        lifecycle.files().orElse(null),
                        lifecycle.expected().orElse(null),
                        job.queueing().map(Queueing::event).orElse(null),
                        job.queueing().map(Queueing::place).orElse(null),
                        job.queueing().map(Queueing::trace).orElse(null),
                        job.completion().orElse(null),
                        job.pause().orElse(null),
                        job.run().orElse(null),
                        job.isTaken(),
                        job.isPostponed(),
                        job.endedRound());
            }

            LedgerJob job(String id) {
                return new LedgerJob(
                        id,
                        new JobLifecycle(
                                state,
                                round,
                                run,
                                Set.copyOf(earlier),
                                going,
                                Optional.ofNullable(files),
                                Optional.ofNullable(expected)),
                        queued == null || queuedAt == null
                                ? Optional.empty()
                                : Optional.of(new Queueing(queued, queuedAt, Objects.requireNonNullElse(trace, ""))),
                        Optional.ofNullable(completion),
                        Optional.ofNullable(pause),
                        Handling.of(Optional.ofNullable(current), taken, postponed),
                        endedRound);
            }
        }
    }
}
