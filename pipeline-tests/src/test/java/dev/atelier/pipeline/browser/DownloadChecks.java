package dev.atelier.pipeline.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.atelier.contracts.Sha256;
import dev.atelier.pipeline.browser.Browser.Window;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What pages offer as downloads arrives, with the right content. */
abstract class DownloadChecks extends PageChecks {
    @Test
    void theFilesAndTheEpochsOfAJobArrive() {
        String job = submit("to download", 4);
        JsonNode ended = stack().awaitEnd(job);
        try (Window window = window(390, ColorScheme.LIGHT)) {
            Page page = window.page();
            page.navigate("/jobs/" + job);

            assertThat(Sha256.of(download(page, link(page, "model.safetensors"), "model.safetensors")))
                    .isEqualTo(ended.at("/model/sha256").asText());
            for (JsonNode artifact : ended.path("artifacts")) {
                String name = artifact.path("name").asText();
                assertThat(Sha256.of(download(page, link(page, name), name)))
                        .as(name)
                        .isEqualTo(artifact.path("sha256").asText());
            }
            assertThat(ended.path("artifacts").findValuesAsText("name"))
                    .contains("model.safetensors", "predictions.safetensors", "model.json");
            List<String> rows = lines(download(page, link(page, "the epochs as CSV"), "epochs.csv"));
            assertThat(rows).hasSize(5);
            assertThat(rows.getFirst()).startsWith("epoch,attempt,").contains("validation.accuracy");
            assertThat(rows.getLast()).startsWith("4,1,");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void theJobsAndTheReportOfAStudyArrive() {
        String study = submitStudy("study-to-download", 2);
        awaitCompletion(study);
        try (Window window = window(1440, ColorScheme.DARK)) {
            Page page = window.page();
            page.navigate("/studies/" + study);
            List<String> rows = lines(download(page, link(page, "as CSV"), "jobs.csv"));
            assertThat(rows).hasSize(5);
            assertThat(rows.getFirst()).startsWith("number,experiment,variant,seed,");
            assertThat(rows.subList(1, 5)).allMatch(row -> row.contains(",COMPLETED,2,2,"));
            byte[] model = download(page, link(page, "model of hidden=[16], seed 1"), "model.safetensors");
            String job = rows.get(1).split(",")[5];
            assertThat(Sha256.of(model))
                    .isEqualTo(
                            stack().job(job).orElseThrow().at("/model/sha256").asText());
            String report = new String(
                    download(page, link(page, "report as one HTML file"), "study-to-download.html"),
                    StandardCharsets.UTF_8);
            assertThat(report).startsWith("<!DOCTYPE html>").contains("<h1>study-to-download</h1>", "echarts.init(");

            page.navigate("/?study=" + study);
            assertThat(lines(download(page, link(page, "as CSV"), "jobs.csv")))
                    .hasSize(5)
                    .first()
                    .asString()
                    .startsWith("id,name,study,");
            page.navigate("/studies?name=study-to-download");
            assertThat(lines(download(page, link(page, "as CSV"), "studies.csv")))
                    .hasSize(2);
            assertThat(window.complaints()).isEmpty();
        }
    }

    private static List<String> lines(byte[] csv) {
        return new String(csv, StandardCharsets.UTF_8).lines().toList();
    }
}
