package dev.atelier.results.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.json.Json;
import dev.atelier.results.SampleEvents;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Metrics that no column was made for, one of which this version does not know, wherever metrics are shown. */
@QuarkusTest
class MetricsByNameTest extends PageTest {
    private static final String STUDY = "named-12345678";

    @BeforeEach
    void aStudyThatChoosesByTheMacroF1() throws Exception {
        SubmissionAccepted study = SampleEvents.study("named", STUDY, "n-1", "n-2");
        ((ObjectNode) study.request()).putObject("objective").put("metric", "validation.macroF1");
        publish(study);
        for (int i = 1; i <= 2; i++) {
            String job = "n-" + i;
            publish(
                    SampleEvents.queued(job, 1),
                    SampleEvents.started(job, "r"),
                    SampleEvents.withMetrics(
                            SampleEvents.epoch(job, "r", 5),
                            Map.of("validation.macroF1", 0.5 + i / 8.0, "validation.bleu", 31.5)),
                    SampleEvents.completed(job, "r", 0.9 - i / 10.0));
        }
        await().untilAsserted(() -> assertThat(get("/studies/" + STUDY).body()).contains("2 of 2 jobs"));
    }

    @Test
    void jobsAndEpochsCarryThem() throws Exception {
        JsonNode epoch = json("/api/jobs/n-1/epochs").at("/items/0/metrics");
        JsonNode job = json("/api/jobs/n-1").path("metrics");

        assertThat(epoch.path("validation.macroF1").asDouble()).isEqualTo(0.625);
        assertThat(epoch.path("validation.bleu").asDouble()).isEqualTo(31.5);
        assertThat(epoch.path("train.loss").asDouble()).isEqualTo(0.2);
        assertThat(job.path("validation.bleu").asDouble()).isEqualTo(31.5);
        assertThat(job.path("test.accuracy").asDouble()).isEqualTo(0.8);
        assertThat(job.path("test.calibrationError").asDouble()).isEqualTo(0.02);
    }

    @Test
    void jobsAreListedByThem() throws Exception {
        assertThat(listed("validation.macroF1")).containsExactly("n-2", "n-1");
        assertThat(listed("test.accuracy")).containsExactly("n-1", "n-2");
        assertThat(listed("validation.loss")).hasSize(2);
        assertThat(get("/?study=" + STUDY + "&sort=validation.macroF1").body())
                .contains("validation macro F1 75.00 %", "<option value=\"validation.macroF1\" selected>");
        assertThat(get("/api/jobs?sort=validation.nonsense").body())
                .contains("expected one of latest, name", "validation.macroF1");
    }

    @Test
    void pagesDrawACurveOfEach() {
        assertThat(get("/jobs/n-1").body())
                .contains("id=\"loss\"", "id=\"macrof1\"", "Macro F1 by epoch", "id=\"metric-bleu\"", "Bleu by epoch")
                .contains("<dt>test accuracy</dt><dd>80.00 %</dd>");
        assertThat(get("/compare?job=n-1&job=n-2").body()).contains("-macrof1\"", "-metric-bleu\"");
    }

    @Test
    void aStudyShowsWhatItChoosesBy() throws Exception {
        JsonNode variants = json("/api/studies/" + STUDY).path("variants");

        assertThat(variants.at("/0/mean/objective").asDouble()).isEqualTo(0.625);
        assertThat(get("/studies/" + STUDY).body())
                .contains("<th>validation macro F1</th>", "<td>62.50</td>", "<td>75.00</td>")
                .containsPattern("class=\"chosen\"><th scope=\"row\">deep");
    }

    private Iterable<String> listed(String sort) throws Exception {
        JsonNode items = json("/api/jobs?study=" + STUDY + "&sort=" + sort).path("items");
        return IntStream.range(0, items.size())
                .mapToObj(i -> items.get(i).path("id").asText())
                .toList();
    }

    private JsonNode json(String path) throws Exception {
        return Json.MAPPER.readTree(get(path).body());
    }
}
