package dev.atelier.results.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;
import dev.atelier.results.SampleEvents;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pages of studies, of a service with a real broker and a real database. */
@QuarkusTest
class StudyPagesTest extends PageTest {
    @Test
    void aStudysPageIsItsReport() {
        double[] accuracies = {0.735, 0.84, 0.737, 0.86};
        publish(SampleEvents.study("paged", "paged-12345678", "p-1", "p-2", "p-3", "p-4"));
        for (int i = 1; i <= 4; i++) {
            publish(
                    SampleEvents.queued("p-" + i, 1),
                    SampleEvents.started("p-" + i, "r"),
                    SampleEvents.epoch("p-" + i, "r", 5),
                    SampleEvents.completedAlone("p-" + i, "r", accuracies[i - 1]));
        }
        await().untilAsserted(
                        () -> assertThat(get("/studies/paged-12345678").body()).contains("4 of 4 jobs"));

        String page = get("/studies/paged-12345678").body();

        assertThat(page)
                .contains("73.60 ± 0.14", "73.80 / 73.54 ± 0.5", "<td>yes</td>")
                .contains("difference from linear, points", "undecided")
                .contains("The test images were not used for the choice")
                .contains("data-position=\"", "data-study=\"paged-12345678\"", "src=\"/live.js\"")
                .contains(
                        "id=\"part-1-loss\"",
                        "id=\"part-1-gap\"",
                        "id=\"part-1-confusion\"",
                        "id=\"part-1-reliability\"")
                .doesNotContain("NOT_FOUND");
        assertThat(get("/studies").body()).contains("href=\"/studies/paged-12345678\"");
    }

    @Test
    void aStudysPageShowsTheProgressOfItsJobs() {
        publish(SampleEvents.study("moving", "moving-12345678", "moving-1", "moving-2", "moving-3", "moving-4"));
        publish(
                SampleEvents.queued("moving-1", 1),
                SampleEvents.queued("moving-2", 1),
                SampleEvents.queued("moving-3", 1),
                SampleEvents.started("moving-1", "r"),
                SampleEvents.epoch("moving-1", "r", 5),
                SampleEvents.completed("moving-1", "r", 0.8),
                SampleEvents.started("moving-2", "r"),
                SampleEvents.epoch("moving-2", "r", 3),
                SampleEvents.started("moving-3", "r"),
                SampleEvents.cancelled("moving-3", "r"));

        // Of moving-4 nothing is known yet; moving-3 has trained nothing. Two epochs of 1.25 seconds are left.
        await().untilAsserted(() -> assertThat(get("/studies/moving-12345678").body())
                .contains(
                        "epoch 8 of 10",
                        "1 running, 1 waiting",
                        "1 of 4 jobs completed, 1 cancelled",
                        "about 2.5 s left")
                .contains("<a href=\"/jobs/moving-1\">linear, seed 1</a>", "<td class=\"state\">CANCELLED</td>")
                .contains("href=\"/api/jobs/moving-1/artifacts/model.safetensors\" download")
                .contains("href=\"/api/csv/studies/moving-12345678/jobs\"", "1 to 4 of 4")
                .doesNotContain("/api/jobs/moving-2/artifacts", "NOT_FOUND"));
    }

    @Test
    void aStudyWithoutAnyEpochHasNoBarOfEpochs() {
        publish(SampleEvents.study("nothing", "nothing-12345678", "nothing-1", "nothing-2"));
        publish(
                SampleEvents.queued("nothing-1", 1),
                SampleEvents.queued("nothing-2", 1),
                SampleEvents.started("nothing-1", "r"),
                SampleEvents.failed("nothing-1", "r"),
                SampleEvents.started("nothing-2", "r"),
                SampleEvents.failed("nothing-2", "r"));

        await().untilAsserted(() -> assertThat(get("/studies/nothing-12345678").body())
                .contains("0 of 2 jobs completed, 2 failed")
                .doesNotContain("epoch 0 of 0", "aria-label=\"epochs completed\""));
    }

    @Test
    void aReportIsKeptAsFilesThatNeedNothingElse() throws IOException {
        publish(SampleEvents.study("kept", "kept-12345678", "k-1", "k-2", "k-3", "k-4"));
        for (int i = 1; i <= 4; i++) {
            publish(
                    SampleEvents.queued("k-" + i, 1),
                    SampleEvents.started("k-" + i, "r"),
                    SampleEvents.epoch("k-" + i, "r", 5),
                    SampleEvents.completedAlone("k-" + i, "r", 0.8));
        }
        await().untilAsserted(
                        () -> assertThat(get("/studies/kept-12345678").body()).contains("4 of 4 jobs"));

        HttpResponse<String> file = get("/studies/kept-12345678/report.html");
        JsonNode files =
                Json.MAPPER.readTree(get("/studies/kept-12345678/report.json").body());

        assertThat(file.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"depth.html\"");
        assertThat(file.body())
                .isEqualTo(files.path("html").textValue())
                .contains("<h1>depth</h1>", "4 of 4 jobs", "id=\"part-1-loss\"", "echarts.init(")
                .doesNotContain("src=\"/", "href=\"/");
        String markdown = files.path("markdown").textValue();
        assertThat(markdown)
                .contains(
                        "# depth\n",
                        "| variant | test | validation | training | seeds | difference from linear, points |",
                        "80.00 ± 0.00",
                        "73.80 / 73.54 ± 0.5")
                .doesNotContain("<", "{", "\n\n\n");
        List<String> drawn = files.path("charts")
                .valueStream()
                .map(chart -> chart.path("name").textValue())
                .toList();
        assertThat(drawn).doesNotHaveDuplicates().contains("part-1-loss", "part-1-confusion", "part-1-gap-bars");
        assertThat(drawn).allSatisfy(chart -> {
            assertThat(markdown).contains("](charts/" + chart + ".svg)");
            assertThat(file.body()).contains("id=\"" + chart + "\"");
        });
        assertThat(get(files.path("library").textValue()).statusCode()).isEqualTo(200);
    }

    @Test
    void aReportStatesWhichOfItsFiguresWentWithTheFilesOfResults() {
        publish(SampleEvents.study("swept", "swept-12345678", "s-1", "s-2", "s-3", "s-4"));
        for (int i = 1; i <= 4; i++) {
            publish(
                    SampleEvents.queued("s-" + i, 1),
                    SampleEvents.started("s-" + i, "r"),
                    SampleEvents.completedAlone("s-" + i, "r", 0.8));
        }
        publish(SampleEvents.artifactsDeleted("s-1", 100), SampleEvents.artifactsDeleted("s-4", 100));

        await().untilAsserted(() -> assertThat(get("/studies/swept-12345678").body())
                .contains("4 of 4 jobs")
                .contains("The files of 2 results were deleted, so their variants have no intervals over test images"));
    }

    @Test
    void whatDrawsTheChartsIsServedHere() {
        assertThat(get("/_static/echarts/6.0.0/dist/echarts.min.js").statusCode())
                .isEqualTo(200);
        assertThat(get("/charts.js").statusCode()).isEqualTo(200);
        assertThat(get("/report.css").statusCode()).isEqualTo(200);
    }

    @Test
    void aStudyThatIsNotThereIsNotFound() {
        assertThat(get("/studies/nobody").statusCode()).isEqualTo(404);
    }
}
