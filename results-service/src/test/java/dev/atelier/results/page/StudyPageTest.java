package dev.atelier.results.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;

/** Tests of what is shown of studies. */
abstract class StudyPageTest extends PageTest {
    /** The study, once so many of its members have completed. */
    final JsonNode completed(String study, int members) {
        String resource = "/api/studies/" + study;
        await().untilAsserted(() -> {
            assertThat(get(resource).statusCode()).isEqualTo(200);
            assertThat(read(resource).path("completed").asInt()).isEqualTo(members);
        });
        return read(resource);
    }

    private JsonNode read(String path) {
        return Json.read(get(path).body().getBytes(UTF_8), JsonNode.class);
    }
}
