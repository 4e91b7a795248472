package dev.atelier.results.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.json.MergePatch;
import dev.atelier.results.live.CommitSignal;
import dev.atelier.results.sql.Sql;
import dev.atelier.results.view.Reading;
import dev.atelier.results.view.Reading.DatabaseAwayException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Edits the labels of jobs and studies by way of the dataset-service, and waits until the tables have them. An edit of tags
 * holds all tags as they are then, so edits of the tags of one job or study follow one another.
 */
@Singleton
public final class LabelEditor {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** Another replica may be the one that projects, and its commits give no signal here. */
    private static final Duration POLL = Duration.ofMillis(50);

    private static final int LOCKS = 64;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final Reading reading;
    private final CommitSignal signal;
    private final SubmissionClient datasetService;
    private final Duration timeout;
    /** An edit of tags holds the lock with the number of its subject. */
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();
    /** The record of the latest edit of tags that the tables did not have in time, by its subject. */
    private final Map<Subject, Long> late = new ConcurrentHashMap<>();

    @Inject
    LabelEditor(Reading reading, CommitSignal signal, SubmissionClient datasetService) {
        this(reading, signal, datasetService, TIMEOUT);
    }

    /** @param timeout how long an edit waits until the tables have it, and until an earlier one is there */
    LabelEditor(Reading reading, CommitSignal signal, SubmissionClient datasetService, Duration timeout) {
        this.reading = reading;
        this.signal = signal;
        this.datasetService = datasetService;
        this.timeout = timeout;
    }

    private record Subject(Labelled kind, String id) {}

    /** The labels of a job or a study; nothing where it is not known. */
    public Optional<CurrentLabels> find(Labelled kind, String id) {
        return reading.read(connection -> Sql.one(connection, kind.query(), CurrentLabels.class, id));
    }

    /**
     * Edits by a merge patch: a tag that is null in it goes, one that it lacks stays.
     *
     * @return the labels, with the edit where the tables have it within some seconds
     * @throws RequestRefusedException if the edit is not taken; the message is the reason
     */
    public CurrentLabels edit(Labelled kind, String id, JsonNode patch) throws InterruptedException {
        if (!(patch instanceof ObjectNode object) || !patch.path("tags").isObject()) {
            return await(kind, id, require(kind, id), datasetService.edit(kind, id, patch));
        }
        Subject subject = new Subject(kind, id);
        ReentrantLock lock = locks.get(Math.floorMod(subject.hashCode(), LOCKS));
        if (!lock.tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw busy(subject);
        }
        try {
            return editTags(subject, object);
        } finally {
            lock.unlock();
        }
    }

    private CurrentLabels editTags(Subject subject, ObjectNode patch) throws InterruptedException {
        CurrentLabels labels = require(subject.kind(), subject.id());
        Long before = late.get(subject);
        if (before != null) {
            labels = await(subject.kind(), subject.id(), labels, before);
            if (!labels.hasRecord(before)) {
                throw busy(subject);
            }
            late.remove(subject);
        }
        JsonNode all = MergePatch.apply(Json.tree(labels.tagsByName()), patch.path("tags"));
        JsonNode edit = patch.deepCopy().set("tags", all);
        long record = datasetService.edit(subject.kind(), subject.id(), edit);
        CurrentLabels after = await(subject.kind(), subject.id(), labels, record);
        if (!after.hasRecord(record)) {
            late.put(subject, record);
        }
        return after;
    }

    private CurrentLabels require(Labelled kind, String id) {
        return find(kind, id)
                .orElseThrow(
                        () -> new RequestRefusedException(NOT_FOUND, "There is no " + kind.word() + " '" + id + "'"));
    }

    private static RequestRefusedException busy(Subject subject) {
        return new RequestRefusedException(
                UNAVAILABLE,
                "Earlier edits of " + subject.kind().word() + " '" + subject.id()
                        + "' are not shown yet; try again in some seconds");
    }

    private CurrentLabels await(Labelled kind, String id, CurrentLabels before, long record)
            throws InterruptedException {
        Instant deadline = Instant.now().plus(timeout);
        CurrentLabels labels = before;
        try {
            while (!labels.hasRecord(record) && Instant.now().isBefore(deadline)) {
                long seen = signal.commits();
                labels = find(kind, id).orElse(labels);
                if (!labels.hasRecord(record)) {
                    signal.await(seen, POLL);
                }
            }
        } catch (DatabaseAwayException away) {
            return labels;
        }
        return labels;
    }
}
