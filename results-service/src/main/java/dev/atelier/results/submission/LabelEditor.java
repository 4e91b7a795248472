package dev.atelier.results.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.json.MergePatch;
import dev.atelier.results.live.CommitSignal;
import dev.atelier.results.sql.Sql;
import dev.atelier.results.view.Reading;
import dev.atelier.results.view.Reading.DatabaseAwayException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Edits the labels of jobs and studies by way of the dataset-service, and waits until the tables have them. */
@Singleton
public final class LabelEditor {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** Another replica may be the one that projects, and its commits give no signal here. */
    private static final Duration POLL = Duration.ofMillis(50);

    private static final int NOT_FOUND = 404;

    private final Reading reading;
    private final CommitSignal signal;
    private final SubmissionClient datasetService;

    LabelEditor(Reading reading, CommitSignal signal, SubmissionClient datasetService) {
        this.reading = reading;
        this.signal = signal;
        this.datasetService = datasetService;
    }

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
        CurrentLabels labels = find(kind, id)
                .orElseThrow(
                        () -> new RequestRefusedException(NOT_FOUND, "There is no " + kind.word() + " '" + id + "'"));
        JsonNode edit = patch;
        if (patch instanceof ObjectNode object && patch.path("tags").isObject()) {
            edit = object.deepCopy().set("tags", MergePatch.apply(Json.tree(labels.tagsByName()), patch.path("tags")));
        }
        return await(kind, id, labels, datasetService.edit(kind, id, edit));
    }

    private CurrentLabels await(Labelled kind, String id, CurrentLabels before, long record)
            throws InterruptedException {
        Instant deadline = Instant.now().plus(TIMEOUT);
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
