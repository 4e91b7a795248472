package dev.atelier.cli.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.cli.AnsweringServer;
import dev.atelier.cli.AnsweringServer.Answer;
import dev.atelier.cli.client.Epoch;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.client.ServiceException;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobPollerTest {
    private final Deque<Object> answers = new ArrayDeque<>();
    private final List<String> lines = new ArrayList<>();
    private int failuresOfEpochs;
    private AnsweringServer server;

    @BeforeEach
    void start() throws IOException {
        server = AnsweringServer.start(request -> {
            boolean epochs = request.getRequestURI().getPath().endsWith("/epochs");
            Object answer = epochs
                    ? failuresOfEpochs-- > 0 ? 503 : epochsAfter(request.getRequestURI())
                    : answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
            return answer instanceof Integer status
                    ? new Answer(status, Json.bytes(Map.of("reason", "later")))
                    : new Answer(200, Json.bytes(answer));
        });
    }

    private static Object epochsAfter(URI address) {
        int after = Integer.parseInt(address.getQuery().replaceFirst(".*after=", ""));
        return Map.of(
                "items",
                IntStream.rangeClosed(after + 1, 3)
                        .mapToObj(epoch -> Jobs.epoch(epoch, 0.5))
                        .toList());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void reportsEveryEpochOnceAlthoughSomePassBetweenTwoLooks() throws Exception {
        answers.addAll(List.of(
                404,
                Jobs.job("a", "QUEUED", 0),
                Jobs.job("a", "RUNNING", 1),
                503,
                Jobs.job("a", "RUNNING", 3),
                Jobs.job("a", "COMPLETED", 3)));

        Map<String, JobResponse> jobs = follower().follow(TrackedSubmission.of("a", "label"));

        assertThat(jobs.get("a").isCompleted()).isTrue();
        assertThat(lines)
                .containsExactly(
                        "label 1",
                        "The results-service does not respond at the moment; jobs continue.",
                        "label 2",
                        "label 3",
                        "label COMPLETED",
                        "closed");
    }

    @Test
    void reportsTheEpochsThatCouldNotBeReadAtFirst() throws Exception {
        failuresOfEpochs = 1;
        answers.addAll(List.of(Jobs.job("a", "QUEUED", 0), Jobs.job("a", "RUNNING", 2), Jobs.job("a", "COMPLETED", 3)));

        follower().follow(TrackedSubmission.of("a", "label"));

        assertThat(lines).containsSubsequence("label 1", "label 2", "label 3", "label COMPLETED");
    }

    @Test
    void passesOverTheEpochsOfAResultThatWasThereBefore() throws Exception {
        answers.add(Jobs.job("a", "COMPLETED", 3));

        follower().follow(TrackedSubmission.of("a", "label"));

        assertThat(lines).containsExactly("label COMPLETED", "closed");
    }

    @Test
    void passesOverTheEndOfTheRoundBeforeTheOneThatWasRequested() throws Exception {
        answers.addAll(List.of(
                Jobs.inRound(1, Jobs.job("a", "CANCELLED", 2)),
                Jobs.inRound(2, Jobs.job("a", "QUEUED", 2)),
                Jobs.inRound(2, Jobs.job("a", "COMPLETED", 3))));

        Map<String, JobResponse> jobs = follower()
                .follow(new TrackedSubmission(Optional.empty(), Map.of("a", "label"), Map.of("a", 2), Map.of()));

        assertThat(jobs.get("a").isCompleted()).isTrue();
        assertThat(lines).doesNotContain("label CANCELLED").contains("label COMPLETED");
    }

    @Test
    void tellsInALineThatAJobIsPreemptedAndThatItGoesOn() throws Exception {
        answers.addAll(List.of(
                Jobs.job("a", "RUNNING", 1),
                Jobs.preempted(Jobs.job("a", "PAUSED", 1)),
                Jobs.preempted(Jobs.job("a", "QUEUED", 1)),
                Jobs.inRound(2, Jobs.job("a", "RUNNING", 1)),
                Jobs.inRound(2, Jobs.job("a", "RUNNING", 2)),
                Jobs.inRound(2, Jobs.job("a", "COMPLETED", 3))));

        follower().follow(TrackedSubmission.of("a", "label"));

        assertThat(lines)
                .containsExactly(
                        "label 1",
                        "label: a more urgent job took its trainer after epoch 1; it waits again",
                        "label: continues",
                        "label 2",
                        "label 3",
                        "label COMPLETED",
                        "closed");
    }

    @Test
    void aJobThatWasPreemptedIsFollowedHoweverLongItTakesToBeQueuedAgain() {
        JobResponse preempted = Json.MAPPER.convertValue(Jobs.preempted(Jobs.job("a", "PAUSED", 1)), JobResponse.class);

        assertThat(preempted.isPaused()).isFalse();
        assertThat(Jobs.job("a", "PAUSED", 1).isPaused()).isTrue();
    }

    @Test
    void leavesAJobThatWaitsInVain() throws Exception {
        answers.add(Jobs.job("a", "QUEUED", 0));

        Map<String, JobResponse> jobs = new JobPoller(results(), new RecordedProgress(), job -> false)
                .follow(TrackedSubmission.of("a", "label"));

        assertThat(jobs.get("a").hasEnded()).isFalse();
    }

    @Test
    void givesUpWhereItIsRefused() {
        answers.add(400);

        assertThatThrownBy(() -> follower().follow(TrackedSubmission.of("a", "label")))
                .isInstanceOf(ServiceException.class)
                .hasMessage("later");
    }

    private JobPoller follower() {
        return new JobPoller(results(), new RecordedProgress(), job -> true);
    }

    private ResultsService results() {
        return new ResultsService("http://localhost:" + server.port());
    }

    /** Writes down what it is lines, except how things stand. */
    private final class RecordedProgress implements ProgressDisplay {
        @Override
        public void showEpoch(String label, Epoch epoch) {
            lines.add(label + " " + epoch.epoch());
        }

        @Override
        public void showEnd(String label, JobResponse job) {
            lines.add(label + " " + job.state());
        }

        @Override
        public void showStanding(Standing standing) {
            assertThat(standing.total()).isEqualTo(1);
        }

        @Override
        public void note(String sentence) {
            lines.add(sentence);
        }

        @Override
        public void close() {
            lines.add("closed");
        }
    }
}
