package dev.atelier.results.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.SearchEnded;
import dev.atelier.contracts.event.SearchStarted;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.event.TrialObserved;
import dev.atelier.contracts.event.TrialPromoted;
import dev.atelier.contracts.event.TrialResult;
import dev.atelier.contracts.event.TrialStarted;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Objective;
import dev.atelier.results.SampleEvents;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The search of a study on its page, in its report and over REST. */
@QuarkusTest
class SearchPageTest extends PageTest {
    private static final String STUDY = "searched-12345678";
    private static final String SUBMISSION = "submission-of-searched";

    @Test
    void aSearchShowsItsTrialsAndWhichIsTheBest() throws IOException {
        publish(accepted(), started(), trial(0, 0.001), trial(1, 0.01), observed(0, 1, 0.7), observed(1, 1, null));
        await().untilAsserted(() -> assertThat(get("/studies/" + STUDY).body())
                .contains(
                        "2 of at most 4 trials have begun, 1 of them failed.",
                        "The best so far is trial 0, with validation accuracy 70.00 % at epoch 1.",
                        "<td>failed</td>",
                        "the test images are read for the winner alone",
                        "id=\"search-progress\""));
        JsonNode open =
                Json.MAPPER.readTree(get("/api/studies/" + STUDY + "/search").body());
        assertThat(open.path("state").asText()).isEqualTo("OPEN");
        assertThat(open.at("/trials/1/state").asText()).isEqualTo("FAILED");

        publish(
                new TrialPromoted(STUDY, 0, 3, List.of(), SampleEvents.time(30)),
                observed(0, 3, 0.75),
                new SearchEnded(
                        STUDY,
                        SUBMISSION,
                        new TrialResult(0, 3, 0.75),
                        List.of(),
                        List.of(member("confirmed trial 0 learningRate=0.001", 43, "searched-confirmed")),
                        SampleEvents.time(40)));
        for (String job : List.of("searched-0", "searched-confirmed")) {
            publish(
                    SampleEvents.queued(job, 1),
                    SampleEvents.started(job, "r"),
                    SampleEvents.epoch(job, "r", 5),
                    SampleEvents.completedAlone(job, "r", 0.77));
        }
        await().untilAsserted(() -> assertThat(get("/studies/" + STUDY).body())
                .contains("The winner is trial 0", "4 epochs in all", "href=\"/jobs/searched-0\"", ">winner<")
                .contains("<th scope=\"row\">confirmed trial 0 learningRate=0.001")
                .doesNotContain("<th scope=\"row\">trial 0 learningRate=0.001", "NOT_FOUND"));

        JsonNode search =
                Json.MAPPER.readTree(get("/api/studies/" + STUDY + "/search").body());
        assertThat(search.path("state").asText()).isEqualTo("ENDED");
        assertThat(search.path("best").asInt()).isZero();
        assertThat(search.path("epochsSpent").asInt()).isEqualTo(4);
        assertThat(search.at("/trials/0/results")).hasSize(2);
        assertThat(search.path("observed")).hasSize(3);
        JsonNode study = Json.MAPPER.readTree(get("/api/studies/" + STUDY).body());
        assertThat(study.path("search").asText()).isEqualTo("ENDED");
        assertThat(study.path("members")).hasSize(3);
        assertThat(get("/studies/" + STUDY + "/report.json").body()).contains("## Search", "| 0 ★ | 0.001 | 70.00 |");
        assertThat(get("/api/studies/" + STUDY + "-no/search").statusCode()).isEqualTo(404);
    }

    private static SubmissionAccepted accepted() {
        JsonNode request = StudyEvents.read("{'study': 'searched', 'base': {'family': 'mlp'}, 'search': {}}");
        return new SubmissionAccepted(
                SUBMISSION, new RecordOrigin(0, 7, "me"), STUDY, "searched", request, List.of(), SampleEvents.time(0));
    }

    private static SearchStarted started() {
        return new SearchStarted(
                STUDY,
                SUBMISSION,
                "searched",
                StudyEvents.read("{'family': 'mlp', 'training': {'epochs': 3}}"),
                StudyEvents.read("{'algorithm': 'asha', 'trials': 4, 'space':"
                        + " {'training.optimizer.learningRate': {'log': [1e-4, 0.1]}}}"),
                Objective.DEFAULT,
                3,
                List.of(),
                false,
                SampleEvents.time(0));
    }

    private static TrialStarted trial(int trial, double rate) {
        return new TrialStarted(
                STUDY,
                SUBMISSION,
                trial,
                new TreeMap<>(Map.of(
                        "training.optimizer.learningRate",
                        Json.MAPPER.getNodeFactory().numberNode(rate))),
                1,
                List.of(),
                List.of(member("trial " + trial + " learningRate=" + rate, 42, "searched-" + trial)),
                null,
                SampleEvents.time(1));
    }

    private static Member member(String variant, long seed, String job) {
        return new Member("searched", variant, seed, new Family("mlp"), job, Disposition.QUEUED, 1, job, Map.of());
    }

    private static TrialObserved observed(int trial, int epoch, @Nullable Double value) {
        return new TrialObserved(
                STUDY, trial, 0, "searched-" + trial, epoch, epoch, value, SampleEvents.time(10 + epoch));
    }
}
