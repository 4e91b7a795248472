package dev.atelier.trainer.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.contracts.json.Json;
import dev.atelier.trainer.algorithm.DivergedException;
import dev.atelier.trainer.attempt.TinyAlgorithm.BeforeStep;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What makes a job fail for good, and what leaves the queue without blaming one. */
@Execution(ExecutionMode.CONCURRENT)
class JobFailureTest extends TrainersOnATopic {
    @Test
    void valuesThatNameNoJobAreSetAsideAndBlameNobody() {
        List<String> bad = new ArrayList<>();
        for (String value : List.of(
                "not a job",
                "",
                "null",
                "[]",
                "{}",
                "{\"job\": null}",
                "[".repeat(900_000),
                "{\"request\":".repeat(50_000),
                "{\"job\": \"%s\", \"request\": {\"seed\": 1".formatted("9".repeat(500_000)))) {
            String id = TestJobs.newId();
            jobs.add(id, value.getBytes(StandardCharsets.UTF_8));
            bad.add(id);
        }
        String tombstone = TestJobs.newId();
        jobs.add(tombstone, null);
        bad.add(tombstone);
        String good = jobs.add(TestJobs.small("{}"), dataset);
        TestTrainer trainer = start(BeforeStep.NOTHING);
        awaitEnd(good);
        assertThat(trainer.setAside()).isEqualTo(bad.size());
        assertThat(bad).allSatisfy(id -> assertThat(events.of(id)).isEmpty());
    }

    /** Events of such a round are refused by every reader. */
    @Test
    void aRecordOfAnImpossibleRoundIsSetAside() {
        String id = TestJobs.newId();
        jobs.add(
                id,
                Json.bytes(new QueuedJob(
                        id,
                        "test",
                        Integer.MAX_VALUE,
                        dataset.key(),
                        dataset.digest(),
                        TestJobs.small("{}"),
                        null,
                        Instant.now())));
        String good = jobs.add(TestJobs.small("{}"), dataset);
        TestTrainer trainer = start(BeforeStep.NOTHING);
        awaitEnd(good);
        assertThat(trainer.setAside()).isEqualTo(1);
        assertThat(events.of(id)).isEmpty();
    }

    @Test
    void aJobWhoseDatasetNeverComesFailsAfterAWhile() {
        String job = jobs.add(TestJobs.small("{}"), "absent@0", "0".repeat(64));
        start(BeforeStep.NOTHING);
        awaitEnd(job);
        assertThat(events.of(job, JobStarted.class)).isEmpty();
        assertThat(events.of(job, JobFailed.class)).singleElement().satisfies(failed -> {
            assertThat(failed.kind()).isEqualTo("dataset");
            assertThat(failed.reason()).contains("absent@0");
        });
    }

    @Test
    void whatTheAlgorithmCannotTrainIsReportedByField() {
        String job = jobs.add(TestJobs.small("{\"training\": {\"labelSmoothing\": 0.1}}"), dataset);
        start(BeforeStep.NOTHING);
        awaitEnd(job);
        assertThat(events.of(job, JobStarted.class)).isEmpty();
        assertThat(events.of(job, JobFailed.class)).singleElement().satisfies(failed -> {
            assertThat(failed.run()).as("a run that the log does not know").isNull();
            assertThat(failed.kind()).isEqualTo("invalid");
            assertThat(failed.reason()).startsWith("training.labelSmoothing is 0.1; expected 0");
        });
    }

    /** Such jobs were accepted by earlier versions, and may wait in the queue. */
    @Test
    void aScheduleThatCannotBeFollowedFailsAtOnce() {
        ObjectNode written =
                Json.MAPPER.valueToTree(TestJobs.small("{\"training\": {\"schedule\": {\"name\": \"cosine\"}}}"));
        written.withObject("/training/schedule").put("warmupEpochs", 5.5);
        String id = jobs.add(Json.MAPPER.convertValue(written, Job.class), dataset);
        start(BeforeStep.NOTHING);
        awaitEnd(id);
        assertThat(events.of(id, JobStarted.class)).isEmpty();
        assertThat(events.of(id, JobFailed.class)).singleElement().satisfies(failed -> {
            assertThat(failed.kind()).isEqualTo("invalid");
            assertThat(failed.reason()).startsWith("training.schedule does not fit the training: warmupSteps is");
        });
    }

    /** Earlier versions accepted other names of tags, and such a job may wait in the queue. */
    @Test
    void tagsFailNoJob() {
        ObjectNode written = Json.MAPPER.valueToTree(TestJobs.small("{}"));
        written.putObject("tags").put("a=" + "b".repeat(60), "c".repeat(150)).put("=", "d".repeat(300));
        String id = jobs.add(Json.MAPPER.convertValue(written, Job.class), dataset);
        start(BeforeStep.NOTHING);
        awaitEnd(id);
        assertThat(events.of(id).getLast()).isInstanceOf(JobCompleted.class);
    }

    @Test
    void aDivergedJobFailsAtOnce() {
        String job = jobs.add(TestJobs.small("{}"), dataset);
        start((running, step) -> {
            if (step == STEPS + 1) {
                throw new DivergedException(step, Double.NaN);
            }
        });
        awaitEnd(job);
        assertThat(events.of(job, JobStarted.class)).hasSize(1);
        assertThat(events.of(job).getLast()).isInstanceOfSatisfying(JobFailed.class, failed -> {
            assertThat(failed.kind()).isEqualTo("diverged");
            assertThat(failed.reason())
                    .startsWith("training diverged: the loss is NaN at step " + (STEPS + 1) + " in epoch 2;");
        });
    }

    /** The losses of the steps are finite; the weights that the last of them leaves behind are not. */
    @Test
    void aJobThatDivergesBehindItsLastStepHasNoResult() {
        String job = jobs.add(
                TestJobs.small(
                        "{\"training\": {\"l2\": 2, \"optimizer\": {\"name\": \"sgd\", \"learningRate\": 100}}}"),
                dataset);
        start(BeforeStep.NOTHING);
        awaitEnd(job);
        assertThat(events.of(job, EpochCompleted.class)).hasSize(1);
        assertThat(events.of(job).getLast()).isInstanceOfSatisfying(JobFailed.class, failed -> {
            assertThat(failed.kind()).isEqualTo("diverged");
            assertThat(failed.reason())
                    .startsWith("training diverged: the training loss is ")
                    .contains(" in epoch 2; expected a finite number");
        });
    }

    @Test
    void threeStartsWithoutAFinishedEpochAreEnough() {
        var attempts = new AtomicInteger();
        String job = jobs.add(TestJobs.small("{}"), dataset);
        start((running, step) -> {
            if (step == STEPS) {
                attempts.incrementAndGet();
                throw new IllegalStateException("the second epoch is cursed");
            }
        });
        awaitEnd(job);
        assertThat(attempts)
                .as("one start that finished an epoch, then three that did not")
                .hasValue(4);
        assertThat(events.of(job).getLast()).isInstanceOfSatisfying(JobFailed.class, failed -> {
            assertThat(failed.kind()).isEqualTo("repeated");
            assertThat(failed.reason()).contains("3 starts").contains("the second epoch is cursed");
        });
    }
}
