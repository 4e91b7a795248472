package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.stacktesting.RunningStack;
import dev.atelier.testsupport.UnixSignals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that are asked for again, and by several, through the whole pipeline. */
class RoundsTest {
    private static final int LONG = 5000;

    @TempDir
    private static Path data;

    private static RunningStack stack;

    @BeforeAll
    static void bringUp() {
        stack = RunningStack.up(data, Map.of());
    }

    @AfterAll
    static void takeDown() {
        stack.close();
    }

    @Test
    void aJobThatWaitsIsCancelledAndRequestedAgainAndTheOldRecordDoesNotCancelIt() throws IOException {
        String running = submit(job(LONG, 1));
        stack.awaitEpochOrEnd(running, 0);
        String waiting = submit(job(3, 2));
        cancel(waiting);
        stack.awaitJob(waiting, job -> state(job).equals("CANCELLED"));

        JsonNode again = stack.submit(job(3, 2));
        assertThat(again.at("/members/0/disposition").asText()).isEqualTo("QUEUED");
        assertThat(again.at("/members/0/round").asInt()).isEqualTo(2);
        stack.awaitJob(waiting, job -> state(job).equals("QUEUED"));
        cancel(running);
        var followed = stack.atelier("submit", "--follow", file(job(3, 2)).toString());

        assertThat(followed.exitCode()).as(followed.text()).isZero();
        JsonNode end = stack.awaitEnd(waiting);
        assertThat(state(end)).isEqualTo("COMPLETED");
        assertThat(end.path("round").asInt()).isEqualTo(2);
        assertThat(end.path("attempt").asInt()).isEqualTo(1);
    }

    @Test
    void aRunningJobIsCancelledAndRequestedAgainInOneBreathAlsoWhenItsTrainerIsKilled() throws IOException {
        String job = submit(job(LONG, 3));
        stack.awaitEpochOrEnd(job, 1);
        long trainer = stack.pid("mlp-trainer");
        UnixSignals.suspend(trainer);
        cancel(job);
        JsonNode again = stack.submit(job(LONG, 3));
        UnixSignals.send("KILL", trainer);

        assertThat(again.at("/members/0/disposition").asText()).isEqualTo("QUEUED");
        JsonNode running = stack.awaitJob(
                job, found -> found.path("round").asInt() == 2 && state(found).equals("RUNNING"));
        stack.awaitEpochOrEnd(job, running.path("epoch").asInt());
        assertThat(state(stack.job(job).orElseThrow())).isEqualTo("RUNNING");

        var cancelled = stack.atelier("cancel", job);
        assertThat(cancelled.exitCode()).as(cancelled.text()).isZero();
        assertThat(state(stack.awaitEnd(job))).isEqualTo("CANCELLED");
    }

    @Test
    void aJobThatTwoStudiesRequestedOutlivesTheEndOfOneOfThem() {
        String shared = job(200, 4);
        JsonNode first = stack.submit("{'study':'first','base':" + shared + ",'variants':[{'name':'a'}]}");
        JsonNode second = stack.submit(
                "{'study':'second','base':" + shared + ",'variants':[{'name':'b'},{'name':'c','patch':{'seed':5}}]}");
        String job = RunningStack.jobs(first).getFirst();
        assertThat(RunningStack.jobs(second)).contains(job);
        stack.awaitEpochOrEnd(job, 0);

        cancel(second.path("study").asText());
        stack.awaitJob(
                RunningStack.jobs(second).getLast(), found -> state(found).equals("CANCELLED"));

        assertThat(state(stack.awaitEnd(job))).isEqualTo("COMPLETED");
    }

    private static String submit(String job) {
        return RunningStack.jobs(stack.submit(job)).getFirst();
    }

    private static void cancel(String id) {
        var cancelled = stack.atelier("cancel", id);
        assertThat(cancelled.exitCode()).as(cancelled.text()).isZero();
    }

    private static String state(JsonNode job) {
        return job.path("state").asText();
    }

    private static Path file(String job) throws IOException {
        return Files.writeString(data.resolve("job.json"), job.replace('\'', '"'));
    }

    private static String job(int epochs, int seed) {
        return """
                {'family':'mlp','name':'rounds','seed':%d,'data':{'dataset':'fashion-mnist-sample','split':{'validation':300}},
                 'model':{'hidden':[32]},'training':{'epochs':%d}}""".formatted(seed, epochs);
    }
}
