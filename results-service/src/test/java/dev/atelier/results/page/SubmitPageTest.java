package dev.atelier.results.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.results.SampleEvents;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Submitting and cancelling where no dataset-service is; the whole pipeline's tests have one. */
@QuarkusTest
class SubmitPageTest extends PageTest {
    @Test
    void theFormBeginsWithAnExampleOrWithTheRequestOfAJob() {
        publish(SampleEvents.queued("the-model-to-copy", 1));

        String form = get("/submit").body();
        assertThat(form)
                .contains("&quot;family&quot;: &quot;" + Families.names().getFirst() + "&quot;");
        assertThat(Stream.concat(
                        Families.names().stream(),
                        JobSchema.document()
                                .at("/$defs/optimizer/properties/name/enum")
                                .valueStream()
                                .map(JsonNode::asText)))
                .hasSizeGreaterThan(5)
                .allSatisfy(name -> assertThat(form).contains("&quot;" + name + "&quot;"));
        await().untilAsserted(
                        () -> assertThat(get("/submit?like=the-model-to-copy").body())
                                .contains("&quot;name&quot; : &quot;the-model-to-copy&quot;"));
        assertThat(get("/submit?like=nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void theRequestOfAnEarlierVersionIsOfferedWithoutTheFieldsThatDidNothing() {
        JobQueued queued = SampleEvents.queued("recorded-by-0.1", 1);
        ObjectNode request = (ObjectNode) Json.tree(queued.request());
        ((ObjectNode) request.at("/training/optimizer"))
                .put("momentum", 0.0)
                .put("nesterov", false)
                .putNull("backboneLearningRate");
        ((ObjectNode) request.at("/data/augment")).put("views", 1).put("mode", "fresh");
        publish(new JobQueued(
                queued.job(),
                queued.submission(),
                1,
                queued.datasetKey(),
                queued.datasetDigest(),
                Json.read(Json.bytes(request), Job.class),
                null,
                queued.time()));

        await().untilAsserted(() -> assertThat(get("/jobs/recorded-by-0.1").body())
                .contains("training.optimizer.momentum", "data.augment.views"));
        assertThat(get("/submit?like=recorded-by-0.1").body().replaceAll("(?s).*<textarea[^>]*>|</textarea>.*", ""))
                .contains("&quot;eps&quot; : 1e-8", "&quot;learningRate&quot; : 0.001")
                .doesNotContain("momentum", "backboneLearningRate", "views");
    }

    @Test
    void withoutTheDatasetServiceNothingIsTakenAndWhatWasWrittenIsKept() {
        var answer = post("/submit", "request=%7B%22family%22%3A+%22%3C%2Ftextarea%3E%22%7D");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .contains("The dataset-service does not respond at http://localhost:1")
                .contains("{&quot;family&quot;: &quot;&lt;/textarea&gt;&quot;}");
        assertThat(post("/jobs/any/cancel", "reason=").body()).contains("The dataset-service does not respond");
    }

    @Test
    void yamlIsShownAsJsonWithoutBeingSent() {
        var answer = post("/submit", "show=json&request=" + encode("family: mlp\ntraining:\n  epochs: 5\n"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("{\n  &quot;family&quot; : &quot;mlp&quot;,", "&quot;epochs&quot; : 5")
                .doesNotContain("The submission is invalid");
    }

    @Test
    void yamlIsSentAsJsonAndKeptAsItWasWritten() {
        var answer = post("/submit", "request=" + encode("family: mlp # the first"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .contains("The dataset-service does not respond")
                .contains("family: mlp # the first</textarea>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            family: mlp\\n  seed: [1 | line 2
            a: 1\\na: 2             | duplicate key a
            a: &a [*a]             | nested too deeply; expected at most 64 levels
            """)
    void whatIsNeitherYamlNorJsonIsRefusedWithItsLine(String text, String sentence) {
        var answer = post("/submit", "request=" + encode(text.replace("\\n", "\n")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("The submission is invalid").contains(sentence);
    }

    @Test
    void yamlWhoseAliasesMakeItTooLargeIsRefusedWithItsSize() {
        String list = ("x".repeat(5000) + ", ").repeat(20);
        String aliases = IntStream.range(0, 45).mapToObj("k%d: *a\n"::formatted).collect(Collectors.joining());

        var answer = post("/submit", "request=" + encode("a: &a [" + list + "]\n" + aliases));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).containsPattern("The request has \\d{7} bytes as JSON; expected at most 1048576");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void aLargeStudyFitsIntoTheForm() {
        String large = "x".repeat(1_000_000);

        var answer = post("/submit", "request=" + large);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains(large);
    }

    @Test
    void pagesOfOtherSitesChangeNothing() {
        for (String[] header : new String[][] {
            {"Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "same-site"},
            {"Origin", "http://elsewhere.example"},
            {"Origin", "null"}
        }) {
            var answer = post("/submit", "request=%7B%7D", header);

            assertThat(answer.statusCode()).as(String.join(": ", header)).isEqualTo(403);
            assertThat(answer.body()).contains("a page of another site");
        }
        assertThat(post("/submit", "request=%7B%7D", "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(503);
        assertThat(post(
                                "/submit",
                                "request=%7B%7D",
                                "Origin",
                                service.toString().replaceFirst("/$", ""))
                        .statusCode())
                .isEqualTo(503);
    }
}
