package dev.atelier.pipeline.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.atelier.pipeline.browser.Browser.Window;
import dev.atelier.stacktesting.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a study while its jobs run, the list of studies, and the report as files. */
abstract class StudyPageChecks extends PageChecks {
    private static final String EPOCHS_DONE = "document.querySelector('#study-progress progress').value";

    @Test
    void thePageOfAStudyFollowsItsJobs() {
        String id = submitStudy("followed", 120);
        try (Window window = window(1440, ColorScheme.LIGHT);
                Window list = window(390, ColorScheme.DARK)) {
            Page page = window.page();
            page.navigate("/studies/" + id);
            list.page().navigate("/studies?name=followed");
            assertThat(page.locator("#study-progress")).containsText("of 4 jobs completed");
            assertThat(page.locator("#study-progress")).not().containsText("4 of 4");
            mark(page);
            mark(list.page());
            int done = number(page.evaluate(EPOCHS_DONE));
            page.waitForCondition(() -> number(page.evaluate(EPOCHS_DONE)) > done);
            assertThat(page.locator("#study-progress")).containsText("left");
            // The first result is a figure of its variant before the other jobs have one.
            assertThat(page.locator("#part-1-variants tbody")).containsText("1/2");

            assertThat(page.locator("#study-progress")).containsText("4 of 4 jobs completed");

            assertThat(page.locator("#study-progress")).containsText("epoch 480 of 480");
            assertThat(page.locator("#study-progress")).not().containsText("left");
            assertThat(page.locator("#part-1-variants tbody tr.chosen")).hasCount(1);
            assertThat(page.locator("#part-1-notes")).not().containsText("No variant has a result yet");
            assertThat(page.locator("#part-1-model")).containsText("Test results");
            assertThat(page.locator("#study-jobs .state").first()).hasText("COMPLETED");
            assertThat(page.locator("#cancel summary")).isHidden();
            assertThat(curve(page, "part-1-loss")).isEqualTo(numbers(120));
            drawn(page);
            assertNotLoadedAgain(page);
            assertThat(list.page().locator("#studies .done")).containsText("4/4 completed");
            assertNotLoadedAgain(list.page());
            assertThat(window.complaints()).isEmpty();
            assertThat(list.complaints()).isEmpty();
        }
    }

    @Test
    void aReportOpensWithoutAService(@TempDir Path folder) {
        awaitCompletion(submitStudy("two-widths", 3));

        Output written = stack().atelier("report", "two-widths", "-o", folder.toString());

        assertThat(written.exitCode()).as(written.text()).isZero();
        List<String> files = written.out().lines().toList();
        assertThat(files).hasSize(2);
        try (Window window = BrowserTest.open("file:///", 390, ColorScheme.DARK)) {
            List<String> requested = new ArrayList<>();
            window.page().onRequest(request -> requested.add(request.url()));
            window.page().navigate(Path.of(files.getFirst()).toUri().toString());
            assertThat(drawn(window.page())).hasSizeGreaterThan(5);
            assertThat(requested).allMatch(url -> url.startsWith("file:") || url.startsWith("data:"));
            assertThat(window.complaints()).isEmpty();
            assertThat((Integer) window.page().evaluate("document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(390);
        }
        assertThat(Path.of(files.getLast())).content().contains("](charts/").contains("hidden=");
    }

    private static int number(Object value) {
        return ((Number) value).intValue();
    }
}
