package dev.atelier.trainer.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.contracts.json.Json;
import dev.atelier.trainer.attempt.TinyAlgorithm.BeforeStep;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Records that nobody should have put into a queue, through a real broker: none of them stays there or stops a job. */
@Execution(ExecutionMode.CONCURRENT)
class HostileRecordsTest extends TrainersOnATopic {
    private static final int HEAP_MEBIBYTES = 200;

    @Test
    void recordsThatNameNoJobLeaveTheQueueAtOnceAndTouchNoPath() throws Exception {
        byte[] valid = valid(TestJobs.newId(), whole -> {});
        for (String key : List.of(
                "", " ", "../x", "/etc/passwd", "a/../../b", ".", "x".repeat(10_000), "\u001b[2J\u0000", "42")) {
            jobs.add(key, valid);
            jobs.add(key, null);
        }
        jobs.add(null, "null".getBytes(StandardCharsets.UTF_8));
        jobs.add(TestJobs.newId(), valid);
        String good = jobs.add(TestJobs.small("{}"), dataset);
        TestTrainer trainer = start(BeforeStep.NOTHING);
        Instant begun = Instant.now();
        awaitEnd(good);
        assertThat(events.of(good, JobCompleted.class)).hasSize(1);
        assertThat(trainer.setAside()).isEqualTo(20);
        assertThat(Duration.between(begun, Instant.now()))
                .as("none of them blocks the queue for the time of a lock")
                .isLessThan(LOCK.multipliedBy(10));
        try (var names = Files.list(folder.resolve("checkpoints"))) {
            assertThat(names.map(name -> name.getFileName().toString())).containsExactly(good);
        }
    }

    @Test
    void jobsWithNonsenseInThemFailWithTheField() throws Exception {
        Map<String, Consumer<ObjectNode>> nonsense = new LinkedHashMap<>();
        nonsense.put("family", whole -> request(whole).put("family", "quantum"));
        nonsense.put("hidden", whole -> model(whole).putNull("hidden"));
        nonsense.put("hidden entries", whole -> model(whole).putArray("hidden").addNull());
        nonsense.put("hidden size", whole -> model(whole).putArray("hidden").add(Integer.MAX_VALUE));
        nonsense.put("activation", whole -> model(whole).put("activation", "sigmoidal"));
        nonsense.put("optimizer", whole -> training(whole).putNull("optimizer"));
        nonsense.put("schedule", whole -> training(whole).putObject("schedule"));
        nonsense.put("epochs", whole -> training(whole).put("epochs", Integer.MAX_VALUE));
        nonsense.put("batchSize", whole -> training(whole).put("batchSize", 0));
        nonsense.put("split", whole -> ((ObjectNode) request(whole).get("data")).putNull("split"));
        nonsense.put("normalize", whole -> ((ObjectNode) request(whole).get("data")).putNull("normalize"));
        nonsense.put(
                "monitor",
                whole -> ((ObjectNode) request(whole).get("evaluation"))
                        .put("checkpoint", "best")
                        .putNull("monitor"));
        nonsense.put("threads", whole -> ((ObjectNode) request(whole).get("runtime")).put("threads", -1));
        nonsense.put("queuedAt", whole -> whole.put("queuedAt", "yesterday"));
        nonsense.put("datasetDigest", whole -> whole.putNull("datasetDigest"));
        Map<String, String> ids = new LinkedHashMap<>();
        for (var each : nonsense.entrySet()) {
            String id = TestJobs.newId();
            jobs.add(id, valid(id, each.getValue()));
            ids.put(each.getKey(), id);
        }
        String good = jobs.add(TestJobs.small("{}"), dataset);
        start(BeforeStep.NOTHING);
        awaitEnd(good);
        ids.forEach(
                (what, id) -> assertThat(events.of(id)).as(what).singleElement().isInstanceOf(JobFailed.class));
    }

    @Test
    void nothingUnderARunningJobsIdFailsThatJob() throws Exception {
        var release = new CompletableFuture<Void>();
        start((job, step) -> release.join());
        String running = jobs.add(TestJobs.small("{}"), dataset);
        await().atMost(TIMEOUT)
                .until(() -> !events.of(running, JobStarted.class).isEmpty());
        jobs.add(running, "not a job".getBytes(StandardCharsets.UTF_8));
        jobs.add(running, null);
        jobs.add(running, valid(TestJobs.newId(), whole -> {}));
        jobs.add(running, valid(running, whole -> request(whole).put("family", "quantum")));
        jobs.add(running, valid(running, whole -> training(whole).put("batchSize", 0)));
        TestTrainer other = start(BeforeStep.NOTHING);

        await().atMost(TIMEOUT).until(() -> other.setAside() == 5);
        release.complete(null);
        awaitEnd(running);

        assertThat(events.of(running, JobFailed.class)).isEmpty();
        assertThat(events.of(running, JobStarted.class)).hasSize(1);
        assertThat(events.of(running, JobCompleted.class)).hasSize(1);
    }

    @Test
    void whateverIsThrownBeforeTheFirstEpochEndsTheJobAfterThreeStarts() throws Exception {
        var starts = new AtomicInteger();
        start((job, step) -> {
            starts.incrementAndGet();
            switch (job.name()) {
                case "stack" -> throw new StackOverflowError("endless");
                case "link" -> throw new NoClassDefFoundError("missing");
                case "assertion" -> throw new AssertionError("impossible");
                default -> {
                    // A good job.
                }
            }
        });
        List<String> bad = new ArrayList<>();
        for (String name : List.of("stack", "link", "assertion")) {
            bad.add(jobs.add(TestJobs.small("{\"name\": \"%s\"}".formatted(name)), dataset));
        }
        bad.forEach(this::awaitEnd);
        for (String job : bad) {
            assertThat(events.of(job).getLast()).isInstanceOfSatisfying(JobFailed.class, failed -> {
                assertThat(failed.kind()).isEqualTo("repeated");
                assertThat(failed.reason()).contains("3 starts").contains("the last error: java.lang.");
            });
        }
        assertThat(starts).as("three starts of each").hasValue(9);
    }

    @Test
    void aJobThatFailsBeforeItIsTrainedFailsForGoodAndNoneBehindItWaits() throws Exception {
        String cursed = jobs.add(TestJobs.small("{}"), dataset);
        String good = jobs.add(TestJobs.small("{}"), dataset);
        // Neither a claim nor anything else can be written for this one job, on a machine that works.
        Files.createDirectories(folder.resolve("checkpoints"));
        Files.writeString(folder.resolve("checkpoints").resolve(cursed), "a file in place of a folder");
        start(BeforeStep.NOTHING);
        awaitEnd(cursed);
        awaitEnd(good);
        assertThat(events.of(cursed)).singleElement().isInstanceOfSatisfying(JobFailed.class, failed -> {
            assertThat(failed.kind()).isEqualTo("repeated");
            assertThat(failed.reason()).contains("3 starts");
        });
        assertThat(events.of(good, JobCompleted.class)).hasSize(1);
    }

    @Test
    void aRecordThatEndsTheProcessWhileItIsReadFailsItsJobAfterThreeStarts() throws Exception {
        String deadly = jobs.add(TestJobs.small("{}"), dataset);
        for (int death = 1; death <= Start.LIMIT; death++) {
            try (TrainerProcess trainer =
                    TrainerProcess.start(settings, folder, HEAP_MEBIBYTES, 0, TrainerProcess.DIES_WHILE_READING)) {
                assertThat(trainer.awaitExit(TIMEOUT)).isEqualTo(TrainerProcess.DEAD);
            }
            assertThat(events.of(deadly)).isEmpty();
        }
        String good = jobs.add(TestJobs.small("{}"), dataset);
        start(BeforeStep.NOTHING);
        awaitEnd(deadly);
        awaitEnd(good);
        assertThat(events.of(deadly)).singleElement().isInstanceOfSatisfying(JobFailed.class, failed -> {
            assertThat(failed.kind()).isEqualTo("unreadable");
            assertThat(failed.reason()).endsWith("cannot be run: 3 starts ended while it was read");
        });
        assertThat(events.of(good, JobCompleted.class)).hasSize(1);
    }

    @Test
    void aJobWhoseQueueingLiesInTheFutureDoesNotStartWithoutEnd() throws Exception {
        String id = TestJobs.newId();
        start((job, step) -> {
            throw new IllegalStateException("cursed");
        });
        jobs.add(id, valid(id, whole -> whole.put("queuedAt", "9999-12-31T00:00:00Z")));
        awaitEnd(id);
        assertThat(events.of(id).getLast()).isInstanceOf(JobFailed.class);
    }

    private static byte[] valid(String id, Consumer<ObjectNode> change) {
        var whole = (ObjectNode) Json.tree(new QueuedJob(
                id, "test", 1, dataset.key(), dataset.digest(), TestJobs.small("{}"), null, Instant.now()));
        change.accept(whole);
        return Json.bytes(whole);
    }

    private static ObjectNode request(ObjectNode whole) {
        return (ObjectNode) whole.get("request");
    }

    private static ObjectNode model(ObjectNode whole) {
        return (ObjectNode) request(whole).get("model");
    }

    private static ObjectNode training(ObjectNode whole) {
        return (ObjectNode) request(whole).get("training");
    }
}
