package dev.atelier.pipeline;

import static dev.atelier.pipeline.MlpStackTest.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A search on a real stack. */
abstract class SearchChecks {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String SEARCH = """
            {'study': 'searched', 'base': {'family': 'mlp', 'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 200}},
             'model': {'hidden': [32]}, 'training': {'epochs': 9, 'batchSize': 64}},
             'search': {'algorithm': 'successiveHalving', 'trials': 6, 'parallel': 2, 'confirm': {'seeds': 1},
              'space': {'training.optimizer.learningRate': {'log': [1e-4, 1e-1]}}}}
            """;

    @Test
    void aSearchContinuesWhereItWasWhenTheCoordinatorIsKilledAndEveryDecisionFollowsFromTheLog() {
        String study = stack().submit(SEARCH).path("study").asText();
        awaitSearch(study, search -> search.path("observed").size() >= 2);
        stack().killAndAwaitRestart("dataset-service");

        var followed = stack().atelier("follow", study);
        assertThat(followed.exitCode()).as(followed.text()).isZero();
        assertThat(followed.text()).contains("epoch 9 of 9: validation accuracy");
        JsonNode ended =
                awaitSearch(study, search -> search.path("state").asText().equals("ENDED"));
        for (JsonNode trial : ended.path("trials")) {
            boolean isWinner = trial.path("trial").equals(ended.path("best"));
            JsonNode job = stack().awaitEnd(trial.at("/jobs/0").asText());
            assertThat(job.path("state").asText()).isEqualTo(isWinner ? "COMPLETED" : "CANCELLED");
        }

        var verified = stack().atelier("verify", study);
        assertThat(verified.exitCode()).as(verified.text()).isZero();
        assertThat(verified.text()).contains("The same: 10 decisions and 9 observations follow from the log.");
        assertThat(stack().atelier("rebuild").exitCode()).isZero();
        assertThat(awaitSearch(study, search -> search.path("state").asText().equals("ENDED")))
                .isEqualTo(ended);
    }

    private static JsonNode awaitSearch(String study, Predicate<JsonNode> isReached) {
        return await().atMost(LIMIT)
                .until(
                        () -> stack().results("/api/studies/" + study + "/search"),
                        found -> found.filter(isReached).isPresent())
                .orElseThrow();
    }
}
