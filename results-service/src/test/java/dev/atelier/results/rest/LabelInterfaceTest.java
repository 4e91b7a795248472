package dev.atelier.results.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.LabelEdit;
import dev.atelier.results.SampleEvents;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Edited names, notes and tags, and what is archived, over HTTP and on pages. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class LabelInterfaceTest extends ServiceTest {
    private static final String STUDY = "labelled-12345678";
    private static final String OF_STUDY = "/api/jobs?study=" + STUDY;

    @Test
    void whatIsEditedIsShownFoundAndTheSameAfterARebuild() {
        log.publish(
                SampleEvents.study("labelled", STUDY, "labelled-1", "labelled-2", "labelled-3"),
                SampleEvents.queued("labelled-1", 1),
                SampleEvents.queued("labelled-2", 1),
                SampleEvents.queued("labelled-3", 1));
        awaitState("labelled-3", "QUEUED");
        log.publish(
                SampleEvents.edited(
                        "labelled-1", new LabelEdit("Figure <3>", "one\n<b>two</b>", Map.of("figure", "3"), null), 1),
                SampleEvents.edited("labelled-1", new LabelEdit(null, null, null, false), 2),
                SampleEvents.edited("labelled-2", new LabelEdit(null, null, null, true), 3),
                SampleEvents.edited("nobody", new LabelEdit("nobody", null, null, null), 4),
                SampleEvents.editedStudy(STUDY, new LabelEdit("The study", "of notes", Map.of("a", "b"), true), 5));
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            assertThat(json("/api/studies/" + STUDY).path("archived").asBoolean())
                    .isTrue();
            assertThat(json("/api/jobs/labelled-2").path("archived").asBoolean())
                    .isTrue();
            assertThat(json("/api/jobs/labelled-1").at("/edited/record").asInt())
                    .isEqualTo(2);
        });

        assertLabels();
        assertThat(send("/api/admin/rebuild", "POST").statusCode()).isEqualTo(200);
        assertLabels();
    }

    private void assertLabels() {
        JsonNode job = json("/api/jobs/labelled-1");
        assertThat(job.path("name").asText()).isEqualTo("Figure <3>");
        assertThat(job.at("/otherNames/0").asText()).isEqualTo("labelled-1");
        assertThat(job.path("notes").asText()).isEqualTo("one\n<b>two</b>");
        assertThat(job.path("tags")).hasSize(1);
        assertThat(job.at("/tags/0").asText()).isEqualTo("figure=3");
        assertThat(job.at("/edited/by").asText()).isEqualTo("ada");
        assertThat(job.at("/request/name").asText()).isEqualTo("labelled-1");

        assertThat(ids(OF_STUDY)).containsExactlyInAnyOrder("labelled-1", "labelled-3");
        assertThat(ids(OF_STUDY + "&archived=true")).containsExactly("labelled-2");
        assertThat(ids(OF_STUDY + "&archived=all")).hasSize(3);
        assertThat(json(OF_STUDY).path("total").asInt()).isEqualTo(2);
        assertThat(ids("/api/jobs?limit=1000")).doesNotContain("labelled-2");
        assertThat(ids("/api/jobs?limit=1000&archived=true"))
                .contains("labelled-2")
                .doesNotContain("labelled-1");
        assertThat(json("/api/jobs?archived=all").path("total").asInt())
                .isEqualTo(json("/api/jobs").path("total").asInt()
                        + json("/api/jobs?archived=true").path("total").asInt());
        assertThat(refusal("/api/jobs?archived=maybe", 400))
                .isEqualTo("archived is 'maybe'; expected one of false, true, all");

        assertThat(ids("/api/jobs?name=figure%20%3C3")).containsExactly("labelled-1");
        assertThat(ids("/api/jobs?name=LABELLED-1")).containsExactly("labelled-1");
        assertThat(ids("/api/jobs?tag=figure%3D3")).containsExactly("labelled-1");

        assertThat(ids("/api/studies?limit=1000")).doesNotContain(STUDY);
        assertThat(ids("/api/studies?archived=true")).containsExactly(STUDY);
        JsonNode study = json("/api/studies/" + STUDY);
        assertThat(study.path("name").asText()).isEqualTo("The study");
        assertThat(study.path("notes").asText()).isEqualTo("of notes");
        assertThat(study.at("/tags/0").asText()).isEqualTo("a=b");

        assertThat(get("/jobs/labelled-1").body())
                .contains(
                        "<p class=\"notes\">one\n&lt;b&gt;two&lt;/b&gt;</p>",
                        "by ada.",
                        "action=\"/jobs/labelled-1/edit\"")
                .doesNotContain("Archived: hidden from lists.");
        assertThat(get("/studies/" + STUDY).body())
                .contains("of notes", "Archived: hidden from lists.", "action=\"/studies/" + STUDY + "/edit\"");
        assertThat(get("/studies").body()).doesNotContain(STUDY);
        assertThat(get("/studies?archived=true").body()).contains("The study");
    }

    @Test
    void tagsOfOthersGoWithTheOnesThatAreEdited() {
        log.publish(SampleEvents.queued("retagged", 1));
        awaitState("retagged", "QUEUED");
        List<String> before = json("/api/jobs/retagged")
                .path("tags")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
        log.publish(SampleEvents.edited("retagged", new LabelEdit(null, null, Map.of(), null), 1));

        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        assertThat(json("/api/jobs/retagged").path("tags")).isEmpty());
        for (String tag : before) {
            assertThat(ids("/api/jobs?tag=" + tag.replace("=", "%3D"))).doesNotContain("retagged");
        }
    }

    @Test
    void anEditIsRefusedWithAReason() {
        log.publish(SampleEvents.queued("unedited", 1));
        awaitState("unedited", "QUEUED");

        assertThat(patch("/api/jobs/nobody", "{\"name\":\"x\"}").statusCode()).isEqualTo(404);
        assertThat(patch("/api/studies/nobody", "{\"name\":\"x\"}").body()).contains("There is no study 'nobody'");
        assertThat(patch("/api/jobs/unedited", "{\"name\":").statusCode()).isEqualTo(400);
        assertThat(patch("/api/jobs/unedited", "{\"tags\":{\"a\":null}}"))
                .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(503))
                .satisfies(answer -> assertThat(answer.body()).contains("The dataset-service does not respond"));
        assertThat(patch("/api/jobs/unedited", "{\"name\":\"x\"}", "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("/jobs/unedited/edit", "POST", "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
    }

    private HttpResponse<String> patch(String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of("Content-Type", "application/merge-patch+json"));
        all.addAll(List.of(headers));
        return send(path, "PATCH", BodyPublishers.ofString(body), all.toArray(String[]::new));
    }
}
