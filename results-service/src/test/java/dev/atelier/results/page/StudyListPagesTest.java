package dev.atelier.results.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.results.SampleEvents;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages of studies and of datasets as lists, and the comparison of studies. */
@QuarkusTest
class StudyListPagesTest extends PageTest {
    private static final Pattern STUDY = Pattern.compile("name=\"study\" value=\"([^\"]+)\"");

    @Test
    void studiesAreFilteredByNameAndStateAndOrdered() {
        publish(
                SampleEvents.study("listed-a", "listed-a-12345678", "la-1", "la-2"),
                SampleEvents.study("listed-b", "listed-b-12345678", "lb-1"),
                SampleEvents.queued("la-1", 1),
                SampleEvents.queued("la-2", 1),
                SampleEvents.queued("lb-1", 1),
                SampleEvents.started("lb-1", "r"),
                SampleEvents.cancelled("lb-1", "r"),
                SampleEvents.started("la-1", "r"),
                SampleEvents.completed("la-1", "r", 0.8));

        await().untilAsserted(() -> assertThat(studies("/studies?name=DEP&state=ENDED"))
                .contains("listed-b-12345678")
                .doesNotContain("listed-a-12345678"));
        await().untilAsserted(() -> assertThat(studies("/studies?state=OPEN"))
                .contains("listed-a-12345678")
                .doesNotContain("listed-b-12345678"));
        assertThat(studies("/studies?sort=name&state=")).contains("listed-a-12345678", "listed-b-12345678");
        assertThat(get("/studies").body())
                .contains("1/2 completed", "0/1 completed, 1 failed or cancelled", "data-position=\"")
                .contains("<time datetime=\"2026-03-01T12:00:00.123456Z\">", "href=\"/?study=listed-a-12345678\"")
                .contains("href=\"/api/csv/studies\"", "src=\"/live.js\"")
                .doesNotContain("NOT_FOUND", "id=\"listed");
        assertThat(get("/studies?name=nothing-like-this").body()).contains("No matching studies");
        assertThat(get("/studies?state=DONE").body()).contains("state is &#39;DONE&#39;; expected one of OPEN, ENDED");
        assertThat(get("/api/studies?sort=luck").body()).contains("expected one of latest, oldest, name");
    }

    @Test
    void datasetsAreFilteredByNameAndHaveTheNumberOfTheirJobs() {
        publish(SampleEvents.dataset(), SampleEvents.queued("on-dataset", 1));

        await().untilAsserted(() -> assertThat(
                        get("/datasets?name=MNIST&sort=images").body())
                .contains("2 images for training, 2 for testing, of 1 × 28 × 28, in 2 classes")
                .containsPattern("<a href=\"/\\?dataset=fashion-mnist@dddddddddddd\">[1-9]\\d* jobs?</a>")
                .doesNotContain("NOT_FOUND"));
        assertThat(get("/datasets?name=cifar").body()).contains("No matching datasets");
        assertThat(get("/datasets?sort=luck").body()).contains("expected one of name, latest, images");
    }

    @Test
    void studiesStandBesideOneAnotherByVariant() {
        publish(
                SampleEvents.study("side-a", "side-a-12345678", "sa-1", "sa-2"),
                SampleEvents.study("side-b", "side-b-12345678", "sb-1"));
        for (String job : List.of("sa-1", "sa-2", "sb-1")) {
            publish(
                    SampleEvents.queued(job, 1),
                    SampleEvents.started(job, "r"),
                    SampleEvents.epoch(job, "r", 5),
                    SampleEvents.completed(job, "r", job.equals("sb-1") ? 0.7 : 0.8));
        }
        await().untilAsserted(() -> assertThat(get("/compare/studies?study=side-a-12345678&study=side-b-12345678")
                        .body())
                .contains("2 studies compared")
                .contains("<th scope=\"row\">linear</th><td>1/1</td><td>80.00</td><td>85.00</td>"
                        + "<td>1/1</td><td>70.00</td><td>85.00</td>")
                .contains("<th scope=\"row\">deep</th><td>1/1</td><td>80.00</td><td>85.00</td>"
                        + "<td>–</td><td>–</td><td>–</td>")
                .contains("<p>None.</p>")
                .doesNotContain("NOT_FOUND"));

        assertThat(get("/compare/studies?study=side-a-12345678").body())
                .contains("There is 1 study to compare; expected 2 to 6");
        assertThat(get("/compare/studies?study=side-a-12345678&study=nobody").statusCode())
                .isEqualTo(404);
    }

    private List<String> studies(String path) {
        return STUDY.matcher(get(path).body())
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
