package dev.atelier.pipeline;

import static dev.atelier.pipeline.MlpStackTest.stack;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.topic.Topic;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.stacktesting.RunningStack;
import dev.atelier.testsupport.TestClients;
import dev.atelier.testsupport.UnixSignals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that are asked for again, and by several, through the whole pipeline. */
abstract class RoundsChecks {
    private static final int LONG = 5000;
    /** Epochs of a job that is paused: more than are trained before its trainer is suspended. */
    private static final int PAUSED = 300;

    @TempDir
    private static Path folder;

    @Test
    void aJobThatWaitsIsCancelledAndRequestedAgainAndTheOldRecordDoesNotCancelIt() throws IOException {
        String running = submit(job(LONG, 1));
        stack().awaitEpochOrEnd(running, 0);
        String waiting = submit(job(3, 2));
        cancel(waiting);
        stack().awaitJob(waiting, job -> state(job).equals("CANCELLED"));

        JsonNode again = stack().submit(job(3, 2));
        assertThat(again.at("/members/0/disposition").asText()).isEqualTo("QUEUED");
        assertThat(again.at("/members/0/round").asInt()).isEqualTo(2);
        stack().awaitJob(waiting, job -> state(job).equals("QUEUED"));
        cancel(running);
        var followed = stack().atelier("submit", "--follow", file(job(3, 2)).toString());

        assertThat(followed.exitCode()).as(followed.text()).isZero();
        JsonNode end = stack().awaitEnd(waiting);
        assertThat(state(end)).isEqualTo("COMPLETED");
        assertThat(end.path("round").asInt()).isEqualTo(2);
        assertThat(end.path("attempt").asInt()).isEqualTo(1);
    }

    @Test
    void aRunningJobIsCancelledAndRequestedAgainInOneBreathAlsoWhenItsTrainerIsKilled() throws IOException {
        String job = submit(job(LONG, 3));
        stack().awaitEpochOrEnd(job, 1);
        long trainer = stack().pid("mlp-trainer");
        UnixSignals.suspend(trainer);
        cancel(job);
        JsonNode again = stack().submit(job(LONG, 3));
        UnixSignals.send("KILL", trainer);

        assertThat(again.at("/members/0/disposition").asText()).isEqualTo("QUEUED");
        JsonNode running = stack().awaitJob(
                        job,
                        found ->
                                found.path("round").asInt() == 2 && state(found).equals("RUNNING"));
        stack().awaitEpochOrEnd(job, running.path("epoch").asInt());
        assertThat(state(stack().job(job).orElseThrow())).isEqualTo("RUNNING");

        var cancelled = stack().atelier("cancel", job);
        assertThat(cancelled.exitCode()).as(cancelled.text()).isZero();
        assertThat(state(stack().awaitEnd(job))).isEqualTo("CANCELLED");
    }

    @Test
    void aJobThatTwoStudiesRequestedOutlivesTheEndOfOneOfThem() {
        String shared = job(200, 4);
        JsonNode first = stack().submit("{'study':'first','base':" + shared + ",'variants':[{'name':'a'}]}");
        JsonNode second = stack().submit("{'study':'second','base':" + shared
                + ",'variants':[{'name':'b'},{'name':'c','patch':{'seed':5}}]}");
        String job = RunningStack.jobs(first).getFirst();
        assertThat(RunningStack.jobs(second)).contains(job);
        stack().awaitEpochOrEnd(job, 0);

        cancel(second.path("study").asText());
        stack().awaitJob(
                        RunningStack.jobs(second).getLast(),
                        found -> state(found).equals("CANCELLED"));

        assertThat(state(stack().awaitEnd(job))).isEqualTo("COMPLETED");
    }

    @Test
    void aPausedJobFreesItsTrainerAndContinuesToTheSameResult() {
        String job = submit(job(PAUSED, 6));
        stack().awaitEpochOrEnd(job, 2);
        long trainer = stack().pid("mlp-trainer");
        UnixSignals.suspend(trainer);
        String recorded = request("pause", job, "--reason", "for the night");
        UnixSignals.resume(trainer);
        assertThat(recorded).contains("is recorded");
        JsonNode paused = stack().awaitJob(job, found -> state(found).equals("PAUSED"));
        int epoch = paused.path("epoch").asInt();
        assertThat(epoch).isBetween(3, PAUSED - 1);
        assertThat(paused.path("reason").asText()).isEqualTo("for the night");
        assertThat(paused.at("/attempts/0/state").asText()).isEqualTo("PAUSED");

        assertThat(state(stack().awaitEnd(submit(job(2, 7))))).isEqualTo("COMPLETED");
        assertThat(stack().atelier("rebuild").exitCode()).isZero();
        assertThat(stack().awaitJob(job, found -> state(found).equals("PAUSED")))
                .isEqualTo(paused);
        var follower = stack().atelier("follow", job);
        assertThat(follower.exitCode()).isEqualTo(1);
        assertThat(follower.text()).contains("is paused").contains("resume " + job);

        request("resume", job);
        JsonNode end = stack().awaitEnd(job);
        assertThat(state(end)).isEqualTo("COMPLETED");
        assertThat(end.path("round").asInt()).isEqualTo(2);
        assertThat(end.at("/attempts/1/resumedFromEpoch").asInt()).isEqualTo(epoch);
        assertThat(stack().epochs(job))
                .extracting(each -> each.path("epoch").asInt())
                .isEqualTo(IntStream.rangeClosed(1, PAUSED).boxed().toList());

        String undisturbed =
                RunningStack.jobs(stack().submitFresh(job(PAUSED, 6))).getFirst();
        assertThat(stack().awaitEnd(undisturbed).at("/model/sha256").asText())
                .isNotEmpty()
                .isEqualTo(end.at("/model/sha256").asText());
    }

    @Test
    void aRecordInTheControlsTopicPausesAStudyAndRequestingItAgainContinuesIt() throws Exception {
        String study = "{'study':'by-record','base':" + job(PAUSED, 8) + ",'seeds':[8,9]}";
        JsonNode accepted = stack().submit(study);
        String running = RunningStack.jobs(accepted).getFirst();
        String waiting = RunningStack.jobs(accepted).getLast();
        stack().awaitEpochOrEnd(running, 1);

        long trainer = stack().pid("mlp-trainer");
        UnixSignals.suspend(trainer);
        control(accepted.path("study").asText(), "{\"action\":\"pause\",\"now\":true}");
        stack().awaitJob(waiting, found -> state(found).equals("PAUSED"));
        UnixSignals.resume(trainer);

        stack().awaitJob(running, found -> state(found).equals("PAUSED"));

        stack().submit(study);
        assertThat(state(stack().awaitEnd(running))).isEqualTo("COMPLETED");
        assertThat(state(stack().awaitEnd(waiting))).isEqualTo("COMPLETED");
    }

    @Test
    void forksAndExtensionsEndWithTheSameWeightsWhateverWasTrainedAgain() throws Exception {
        String job = submit(job(3, 20));
        stack().awaitEnd(job);
        String longer = submit("{'extend':'" + job + "','epochs':5}");
        JsonNode extended = stack().awaitEnd(longer);
        assertThat(extended.at("/attempts/0/resumedFromEpoch").asInt()).isEqualTo(3);
        assertThat(extended.at("/extendedFrom/job").asText()).isEqualTo(job);
        String whole = RunningStack.jobs(stack().submitFresh(job(5, 20))).getFirst();
        assertThat(weights(whole)).isEqualTo(weights(longer));

        record(
                Topics.SUBMISSIONS,
                null,
                "{\"fork\":{\"job\":\"" + job + "\",\"epoch\":3},\"training\":{\"epochs\":2}}");
        String fork = stack().awaitJob(job, found -> !found.path("forks").isEmpty())
                .at("/forks/0/job")
                .asText();
        JsonNode forked = stack().awaitEnd(fork);
        assertThat(forked.at("/forkedFrom/epoch").asInt()).isEqualTo(3);
        String again = submit("{'fork':{'job':'" + longer + "','epoch':3},'training':{'epochs':2}}");
        assertThat(again).isNotEqualTo(fork);
        assertThat(weights(again)).isEqualTo(weights(fork)).isNotEqualTo(weights(submit(job(2, 20))));
        assertThat(stack().atelier("job", fork).text()).contains("Forked from " + job + " (rounds) at epoch 3");

        JsonNode both = stack().awaitEnd(longer);
        assertThat(both.at("/forks/0/job").asText()).isEqualTo(again);
        assertThat(stack().atelier("rebuild").exitCode()).isZero();
        assertThat(stack().awaitEnd(longer)).isEqualTo(both);
        assertThat(stack().awaitEnd(fork)).isEqualTo(forked);
        assertThat(stack().atelier("extend", job, "--epochs", "3").text())
                .contains("epochs is 3; expected more than the 3 epochs that the job has");
    }

    private static String weights(String job) {
        String weights = stack().awaitEnd(job).at("/model/sha256").asText();
        assertThat(weights).isNotEmpty();
        return weights;
    }

    @Test
    void whatCannotBePausedOrResumedIsAnsweredWithTheReason() {
        String job = submit(job(1, 10));
        assertThat(state(stack().awaitEnd(job))).isEqualTo("COMPLETED");

        for (String what : List.of("pause", "resume")) {
            var refused = stack().atelier(what, job);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.text()).contains("Job " + job + " has ended: it is completed.");
        }
        String running = submit(job(LONG, 11));
        stack().awaitEpochOrEnd(running, 0);
        assertThat(stack().atelier("resume", running).text())
                .contains("Job " + running + " is not paused: it is running.");
        cancel(running);
    }

    private static String request(String what, String id, String... options) {
        List<String> arguments = new ArrayList<>(List.of(what, id));
        arguments.addAll(List.of(options));
        var recorded = stack().atelier(arguments.toArray(String[]::new));
        assertThat(recorded.exitCode()).as(recorded.text()).isZero();
        return recorded.text();
    }

    private static void control(String id, String json) throws Exception {
        record(Topics.CONTROLS, id, json);
    }

    private static void record(Topic topic, @Nullable String key, String json) throws Exception {
        try (var producer = TestClients.textKeyProducer("localhost:" + stack().kafkaPort())) {
            producer.send(new ProducerRecord<>(topic.topicName(), key, json.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    private static String submit(String job) {
        return RunningStack.jobs(stack().submit(job)).getFirst();
    }

    private static void cancel(String id) {
        var cancelled = stack().atelier("cancel", id);
        assertThat(cancelled.exitCode()).as(cancelled.text()).isZero();
    }

    private static String state(JsonNode job) {
        return job.path("state").asText();
    }

    private static Path file(String job) throws IOException {
        return Files.writeString(folder.resolve("job.json"), job.replace('\'', '"'));
    }

    private static String job(int epochs, int seed) {
        return """
                {'family':'mlp','name':'rounds','seed':%d,'data':{'dataset':'fashion-mnist-sample','split':{'validation':300}},
                 'model':{'hidden':[32]},'training':{'epochs':%d}}""".formatted(seed, epochs);
    }
}
