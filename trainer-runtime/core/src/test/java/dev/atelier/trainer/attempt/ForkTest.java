package dev.atelier.trainer.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.job.Ancestor;
import dev.atelier.contracts.job.Continuation;
import dev.atelier.contracts.job.Fork;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A forked job has the same weights whether the job that it is forked from is trained again or not, and an extended job has those
 * of a job with as many epochs.
 */
@Timeout(300)
class ForkTest extends TrainersOnATopic {
    private static final Job PARENT = TestJobs.small("{\"seed\": 3, \"training\": {\"epochs\": 4, \"batchSize\": 16}}");
    private static final Job LONGER = TestJobs.small("{\"seed\": 3, \"training\": {\"epochs\": 7, \"batchSize\": 16}}");
    private static final Job FORK = TestJobs.small(
            "{\"seed\": 5, \"training\": {\"epochs\": 2, \"batchSize\": 16, \"optimizer\": {\"learningRate\": 0.01}}}");

    private final AtomicInteger steps = new AtomicInteger();
    private final AtomicInteger pauseAtStep = new AtomicInteger(-1);
    private volatile String paused = "";
    private volatile List<String> documentsAtFirstStep = List.of();
    private TestTrainer trainer;

    @BeforeEach
    void startTrainer() {
        trainer = start((job, step) -> {
            if (steps.get() == 0) {
                documentsAtFirstStep = documents();
            }
            if (steps.incrementAndGet() == pauseAtStep.get()) {
                jobs.control(paused, new JobControl(JobControl.PAUSE, "for a test", 1, false, Instant.now()));
                try {
                    trainer.awaitControls();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
    }

    /** Several jobs on one trainer: its start takes longer than they do. */
    @Test
    void aForkHasTheSameWeightsWhateverIsTrainedAgain() throws Exception {
        startFromTheResult();
        pauseWhileTheOtherJobIsTrainedAgain();
        forkAFork();
        failWhereTheWeightsAreOthers();
    }

    private void startFromTheResult() throws Exception {
        String parent = jobs.add(PARENT, dataset);
        awaitEnd(parent);
        String weights = result(parent).model().sha256();
        steps.set(0);

        String fork = add(FORK, new Ancestor(parent, 4, PARENT, weights));
        awaitEnd(fork);
        assertThat(steps).hasValue(2 * STEPS);
        assertThat(events.of(fork, EpochCompleted.class))
                .extracting(EpochCompleted::epoch)
                .containsExactly(1, 2);

        Files.delete(folder.resolve("artifacts/jobs/" + parent + "/model.safetensors"));
        deleteCheckpoints(parent);
        steps.set(0);
        int known = events.of(parent).size();
        String again = add(FORK, new Ancestor(parent, 4, PARENT, weights));
        awaitEnd(again);
        assertThat(steps).hasValue(6 * STEPS);
        assertThat(result(again).model().sha256())
                .isEqualTo(result(fork).model().sha256());
        assertThat(events.of(parent)).hasSize(known);

        String drawn = jobs.add(FORK, dataset);
        awaitEnd(drawn);
        assertThat(result(drawn).model().sha256())
                .isNotEqualTo(result(fork).model().sha256());
    }

    private void pauseWhileTheOtherJobIsTrainedAgain() {
        Ancestor parent = new Ancestor(TestJobs.newId(), 3, PARENT, null);
        String fork = add(FORK, parent);
        awaitEnd(fork);
        paused = TestJobs.newId();
        steps.set(0);
        pauseAtStep.set(STEPS + 3);

        jobs.add(paused, 1, forked(FORK, parent), dataset, List.of(parent), null);
        await().atMost(TIMEOUT).until(() -> !events.of(paused, JobPaused.class).isEmpty());
        assertThat(steps).hasValue(2 * STEPS);
        assertThat(events.of(paused, EpochCompleted.class)).isEmpty();

        jobs.add(paused, 2, forked(FORK, parent), dataset, List.of(parent), null);
        awaitEnd(paused);
        assertThat(steps).hasValue(5 * STEPS);
        assertThat(result(paused).model().sha256())
                .isEqualTo(result(fork).model().sha256());
    }

    private void forkAFork() {
        Ancestor root = new Ancestor(TestJobs.newId(), 2, PARENT, null);
        String first = add(FORK, root);
        awaitEnd(first);
        String weights = result(first).model().sha256();
        String kept = add(PARENT, new Ancestor(first, 2, forked(FORK, root), weights), root);
        awaitEnd(kept);
        steps.set(0);

        String again = add(PARENT, new Ancestor(TestJobs.newId(), 2, forked(FORK, root), weights), root);
        awaitEnd(again);

        assertThat(steps).hasValue((2 + 2 + 4) * STEPS);
        assertThat(result(again).model().sha256())
                .isEqualTo(result(kept).model().sha256());
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(folder.resolve("checkpoints").resolve(again))
                        .isDirectoryNotContaining(Files::isDirectory));
    }

    private void failWhereTheWeightsAreOthers() {
        Ancestor parent = new Ancestor(TestJobs.newId(), 1, PARENT, "ab".repeat(32));

        String fork = add(FORK, parent);
        awaitEnd(fork);

        assertThat(events.of(fork, JobFailed.class).getLast().kind()).isEqualTo("irreproducible");

        String unknown = jobs.add(forked(FORK, parent), dataset);
        awaitEnd(unknown);
        assertThat(events.of(unknown, JobFailed.class).getLast().reason())
                .contains("ancestors has no job " + parent.job());
    }

    @Test
    void anExtendedJobContinuesFromTheLastCheckpointAndEndsAsALongerOne() throws Exception {
        String whole = jobs.add(LONGER, dataset);
        awaitEnd(whole);
        String shorter = jobs.add(PARENT, dataset);
        awaitEnd(shorter);
        steps.set(0);

        String longer = jobs.add(LONGER, dataset, List.of(), new Continuation(shorter, 4));
        awaitEnd(longer);

        assertThat(steps).hasValue(3 * STEPS);
        assertThat(documentsAtFirstStep)
                .as("the epochs that it has published are in a checkpoint of its own")
                .anyMatch(document -> document.startsWith(longer + "/epoch-000004-"));
        assertThat(events.of(longer, JobStarted.class).getLast().resumedFrom())
                .isEqualTo(new JobStarted.Checkpoint(
                        events.of(shorter, JobStarted.class).getLast().run(), 4));
        assertThat(events.currentEpochs(longer)).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(events.of(longer, EpochCompleted.class)).allMatch(epoch -> epoch.epochs() == 7);
        assertThat(result(longer).model().sha256())
                .isEqualTo(result(whole).model().sha256());

        deleteCheckpoints(shorter);
        String fromStart = jobs.add(LONGER, dataset, List.of(), new Continuation(shorter, 4));
        awaitEnd(fromStart);
        assertThat(result(fromStart).model().sha256())
                .isEqualTo(result(whole).model().sha256());
        assertThat(events.of(fromStart, JobCompleted.class).getLast().epochs()).isEqualTo(7);
    }

    /** The documents of all checkpoints, each after the id of its job. */
    private List<String> documents() {
        Path checkpoints = folder.resolve("checkpoints");
        try (var files = Files.walk(checkpoints, 2)) {
            return files.map(file -> checkpoints.relativize(file).toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String add(Job job, Ancestor... ancestors) {
        return jobs.add(forked(job, ancestors[0]), dataset, List.of(ancestors), null);
    }

    private static Job forked(Job job, Ancestor parent) {
        ObjectNode request = (ObjectNode) Json.tree(job).deepCopy();
        request.set("fork", Json.tree(new Fork(parent.job(), parent.epoch())));
        return Json.MAPPER.convertValue(request, Job.class);
    }

    private void deleteCheckpoints(String job) throws Exception {
        Path checkpoints = folder.resolve("checkpoints").resolve(job);
        try (var files = Files.list(checkpoints)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
