package dev.atelier.pipeline.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.atelier.pipeline.OpenApi;
import dev.atelier.pipeline.browser.Browser.Window;
import dev.atelier.testsupport.UnixSignals;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every page, in both colours, on a telephone and on a screen: whether it fits, and whether everybody can use it. By default
 * the telephone is light and the screen dark; with {@code -Dlooks=all} all four pictures are taken.
 */
abstract class PageLookChecks extends PageChecks {
    private static Map<String, String> pages;

    @BeforeAll
    static void train() {
        pages = SamplePages.of(stack());
        // What runs stays as it is while its pages are drawn.
        UnixSignals.suspend(stack().pid("mlp-trainer"));
    }

    @AfterAll
    static void continueTraining() {
        UnixSignals.resume(stack().pid("mlp-trainer"));
        cancel(pages.get("job-running").substring("/jobs/".length()), "its page has been looked at");
    }

    static Stream<Arguments> looks() {
        return Stream.of(ColorScheme.LIGHT, ColorScheme.DARK)
                .flatMap(colors -> Stream.of(390, 1440)
                        .filter(width -> isChecked(width, colors) || "all".equals(System.getProperty("looks")))
                        .map(width -> Arguments.of(width, colors)));
    }

    @ParameterizedTest
    @MethodSource("looks")
    void everyPageFitsAndIsAccessible(int width, ColorScheme colors) {
        try (Window window = window(width, colors)) {
            pages.forEach((name, address) -> {
                // A page of its own: that of what is not there yet loads itself again.
                Page page = window.context().newPage();
                page.navigate(address);
                assertThat(page.locator("header h1")).isVisible();
                draw(page);
                if (name.equals("job-running")) {
                    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })");
                }
                page.screenshot(
                        new Page.ScreenshotOptions().setFullPage(true).setPath(screenshot(name, width, colors)));
                assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                        .as("width of %s at %d", name, width)
                        .isLessThanOrEqualTo(width);
                if (isChecked(width, colors)) {
                    assertThat(new AxeBuilder(page)
                                    .setLegacyMode(true)
                                    // Swagger UI's own.
                                    .exclude("#openapi")
                                    .analyze()
                                    .getViolations())
                            .as("accessibility of %s at %d, %s", name, width, colors)
                            .extracting(PageLookChecks::describe)
                            .isEmpty();
                }
                page.close();
            });
        }
    }

    @Test
    void aRequestIsTriedOutOnThePageOfTheApi() {
        try (Window window = window(1440, ColorScheme.LIGHT)) {
            Page page = window.page();
            page.navigate("/openapi#/Studies/listStudies");
            assertThat(page.locator("#openapi .opblock"))
                    .hasCount(OpenApi.read().operations().size());

            Locator studies = page.locator("#operations-Studies-listStudies");
            studies.getByText("Try it out").click();
            studies.getByText("Execute").click();

            assertThat(studies.locator(".live-responses-table")).containsText("widths-to-look-at");
            assertThat(window.complaints()).isEmpty();
        }
    }

    private static boolean isChecked(int width, ColorScheme colors) {
        return width == (colors == ColorScheme.LIGHT ? 390 : 1440);
    }

    private static Path screenshot(String name, int width, ColorScheme colors) {
        return Path.of(
                "target",
                "screenshots",
                "%s-%d-%s.png".formatted(name, width, colors.name().toLowerCase(Locale.ROOT)));
    }

    private static String describe(Rule violation) {
        return violation.getImpact() + " " + violation.getId() + ": " + violation.getHelp() + " "
                + violation.getNodes().stream().map(node -> node.getHtml()).toList();
    }

    /** Draws the charts of a page, as they are when somebody scrolled past them. */
    private static void draw(Page page) {
        for (Locator chart : page.locator(".chart > [data-option]").all()) {
            chart.scrollIntoViewIfNeeded();
            assertThat(chart.locator("svg")).isVisible();
        }
        for (Locator description : page.locator("#openapi").all()) {
            assertThat(description.locator(".opblock.is-open")).isVisible();
        }
    }
}
