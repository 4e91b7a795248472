package dev.atelier.pipeline.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.atelier.pipeline.browser.Browser.Window;
import dev.atelier.stacktesting.Output;
import dev.atelier.stacktesting.RunningStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the README's pictures from the running product, after about four minutes of training:
 * {@code ./atelier test -pl pipeline-tests -am -Dtest=ReadmePicturesTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dupdate.pictures=true}.
 */
@EnabledIf(value = "dev.atelier.pipeline.browser.Browser#installed", disabledReason = Browser.NOT_RUN)
@EnabledIfSystemProperty(named = "update.pictures", matches = "true", disabledReason = "it changes docs/images")
class ReadmePicturesTest {
    private static final Path IMAGES = Path.of("..", "docs", "images");
    private static final Path STUDY = Path.of("..", "studies", "hidden-layers.yaml");

    private static final Duration TRAINING = Duration.ofMinutes(40);

    @TempDir
    private Path data;

    @Test
    void takesThePictures() {
        try (RunningStack stack = RunningStack.up(data, Map.of("ATELIER_DATASETS_FASHION_MNIST_ENABLED", "true"));
                Browser browser = Browser.start()) {
            Output submitted =
                    stack.atelier("submit", STUDY.toAbsolutePath().normalize().toString());
            assertThat(submitted.exitCode()).as(submitted.text()).isZero();
            JsonNode study = await().atMost(TRAINING)
                    .pollInterval(Duration.ofSeconds(2))
                    .until(
                            () -> stack.results("/api/studies").orElseThrow().at("/items/0"),
                            found -> found.path("completed").asInt() == 9);
            List<String> first = StreamSupport.stream(
                            stack.results("/api/jobs?study=" + study.path("id").asText())
                                    .orElseThrow()
                                    .path("items")
                                    .spliterator(),
                            false)
                    .filter(job -> job.path("name").asText().endsWith("seed 1"))
                    .map(job -> job.path("id").asText())
                    .toList();
            for (ColorScheme colors : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                try (Window window = browser.open(stack.resultsAddress(), 1280, 786, colors)) {
                    take(window.page(), "/compare?job=" + String.join("&job=", first), "compare", colors);
                    take(window.page(), "/studies/" + study.path("id").asText(), "study", colors);
                }
            }
        }
    }

    private static void take(Page page, String address, String name, ColorScheme colors) {
        page.navigate(address);
        for (Locator chart : page.locator(".chart > [data-option]").all()) {
            chart.scrollIntoViewIfNeeded();
            assertThat(chart.locator("svg")).isVisible();
        }
        page.evaluate("window.scrollTo(0, 0)");
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(IMAGES.resolve(name + "-" + colors.name().toLowerCase(Locale.ROOT) + ".png")));
    }
}
