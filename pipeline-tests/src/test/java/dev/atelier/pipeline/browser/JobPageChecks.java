package dev.atelier.pipeline.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.atelier.pipeline.browser.Browser.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of a job, while it runs, and its charts. */
abstract class JobPageChecks extends PageChecks {
    /** What is under the pointer, as charts of several kinds show it. */
    private static final String TOOLTIPS = """
            [
              [{tooltip: {percent: true}, xAxis: {name: "epoch"}, series: [
                {type: "line", name: "a", split: "validation"}, {type: "line", name: "a", stack: "a"},
                {type: "line", name: "a", split: "training"}, {type: "line", name: "<b>", split: ""}]},
               [0, 1, 2, 3, 0].map(i => ({seriesIndex: i, axisValue: "3", value: ["3", 85.126 + i]}))],
              [{tooltip: {percent: false}, xAxis: {name: "epoch"}, series: [{type: "line", name: "loss", split: ""}]},
               [{seriesIndex: 0, axisValue: "7", value: ["7", 0.43216]}]],
              [{tooltip: {percent: false}, xAxis: {name: ""}, series: [{type: "bar", name: "test"}]},
               [{seriesIndex: 0, axisValue: "Bag", value: 10000}]],
              [{tooltip: {percent: false}, xAxis: {name: "rate", data: ["3e-4"]}, yAxis: {name: "batch", data: ["32"]},
                series: [{type: "heatmap", name: "grid"}]}, [{seriesIndex: 0, value: [0, 0, 0.00031]}]],
              [{tooltip: {percent: true}, xAxis: {}, yAxis: {data: ["a"]}, series: [{type: "scatter", name: "test"}]},
               [{seriesIndex: 0, value: [85, 0]}]],
              [{tooltip: {percent: true}, series: [{type: "parallel", name: "x"}]},
               [{seriesIndex: 0, name: "a", value: ["32", "-"]}]]
            ].map(([drawn, items]) => [...tooltip(drawn, items).children].map(line => line.textContent).join("; "))
            """;

    private static final String[] TOOLTIP_TEXTS = {
        "epoch 3; a, validation: 85.13; a, training: 87.13; <b>: 88.13",
        "epoch 7; loss: 0.432",
        "Bag; test: 10,000",
        "rate 3e-4, batch 32: 3.1e-4",
        "a: 85.00",
        "a: –"
    };

    @Test
    void aRunningJobIsCancelledWithAReason() {
        String job = submit("endless", 10_000);
        try (Window window = window(1440, ColorScheme.LIGHT)) {
            Page page = window.page();
            page.navigate("/jobs/" + job);
            assertThat(page.locator("#facts")).containsText("RUNNING");

            page.locator("#cancel summary").press("Enter");
            page.locator("#cancel").getByLabel("Reason").fill("it has no end");
            page.locator("#cancel").getByLabel("Reason").press("Enter");

            assertThat(page.locator("#facts .state")).hasText("CANCELLED");
            assertThat(page.locator("#facts")).containsText("it has no end");
            assertThat(page.locator("#cancel summary")).isHidden();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void aRunningJobIsPausedAndResumed() {
        String job = submit("paused", 10_000);
        try (Window window = window(390, ColorScheme.DARK)) {
            Page page = window.page();
            page.navigate("/jobs/" + job);
            assertThat(page.locator("#facts")).containsText("RUNNING");

            page.locator("#pause summary").press("Enter");
            page.locator("#pause").getByLabel("Reason").fill("for the night");
            page.locator("#pause").getByLabel("without the current epoch").check();
            button(page, "Pause this job").click();

            assertThat(page.locator("#facts .state")).hasText("PAUSED");
            assertThat(page.locator("#facts"))
                    .containsText("for the night. Once it is resumed, it continues after epoch");

            button(page, "Resume this job").click();
            assertThat(page.locator("#facts .state")).hasText("RUNNING");
            assertThat(page.locator("#pause summary")).hasText("Pause this job");
            assertThat(window.complaints()).isEmpty();
        }
        cancel(job, "enough pauses");
    }

    @Test
    void chartsShowWhatIsUnderThePointer() {
        String job = submit("pointed at", 2);
        stack().awaitEnd(job);
        try (Window window = window(1440, ColorScheme.DARK)) {
            Page page = window.page();
            page.navigate("/jobs/" + job);

            assertThat(page.evaluate(TOOLTIPS)).isEqualTo(List.of(TOOLTIP_TEXTS));
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void theListOfJobsFollowsAJob() {
        String job = submit("seen in the list", 300);
        try (Window window = window(390, ColorScheme.LIGHT)) {
            Page page = window.page();
            page.navigate("/?name=seen%20in%20the%20list");
            mark(page);

            assertThat(page.locator("#job-" + job + " .state")).hasText("COMPLETED");

            assertThat(page.locator("#job-" + job + " .epoch")).hasText("300/300");
            assertThat(page.locator("#job-" + job + " .test-accuracy")).not().hasText("–");
            assertNotLoadedAgain(page);
            assertThat(window.complaints()).isEmpty();
        }
    }
}
