package dev.atelier.pipeline.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.atelier.pipeline.browser.Browser.Window;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on which jobs and studies are submitted: by its form, as JSON and as YAML. */
abstract class SubmitPageChecks extends PageChecks {
    private static final String TEXT = "Submission as JSON or YAML";

    /** Whatever moves that was already shown, other than by what somebody does. */
    private static final String WATCH_SHIFTS = """
            window.shifts = [];
            new PerformanceObserver(list => list.getEntries()
              .filter(entry => !entry.hadRecentInput)
              .forEach(entry => window.shifts.push(entry.value.toFixed(4) + " by " + entry.sources
                .map(source => source.node?.id || source.node?.outerHTML || source.node?.textContent || "?")
                .map(text => text.slice(0, 80)).join(", ")))).observe({ type: "layout-shift", buffered: true });
            """;

    @Test
    void aJobIsSubmittedInTheFormWatchedAndComparedWithAnother() {
        try (Window window = window(1440, ColorScheme.LIGHT)) {
            Page page = window.page();
            page.addInitScript(WATCH_SHIFTS);
            submitInTheForm(page, "narrow", "[16]");
            submitInTheForm(page, "wide", "[64]");
            link(page, "wide").click();

            assertThat(page.locator("#facts")).containsText("COMPLETED");

            assertThat(page.locator("#facts")).containsText("epoch 60 of 60");
            assertThat(curve(page, "loss")).isEqualTo(numbers(60));
            assertThat(page.locator("#result")).containsText("Test results");
            assertThat(page.locator("#loss svg path").first()).isAttached();
            assertThat(page.evaluate("window.shifts")).isEqualTo(List.of());

            page.navigate("/?name=w");
            page.getByLabel("compare narrow").check();
            page.getByLabel("compare wide").check();
            button(page, "Compare selected").click();
            assertThat(page.locator("h2")).hasText("2 jobs compared");
            assertThat(page.locator(".differing")).containsText("model.hidden");
            assertThat(page.locator("#compared-loss svg path").first()).isAttached();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void everyFieldOfEveryFamilyHasALabelOfItsOwn() {
        try (Window window = window(1440, ColorScheme.DARK)) {
            Page page = window.page();
            page.navigate("/submit");
            for (String family : List.of("mlp", "cnn", "transfer")) {
                choice(page, "Family").selectOption(family);
                for (String schedule : List.of("cosine", "oneCycle")) {
                    choice(page, "Learning rate schedule").selectOption(schedule);
                    assertThat(page.locator("#fields .group label").allTextContents())
                            .doesNotHaveDuplicates()
                            .contains("Validation images", "Optimizer", "Epsilon", "EMA decay", "L2 regularisation");
                }
            }
            assertThat(field(page, "EMA decay")).hasAttribute("data-path", "training.emaDecay");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void aStudyIsSubmittedAsYaml() {
        try (Window window = window(390, ColorScheme.DARK)) {
            Page page = window.page();
            page.navigate("/submit");
            field(page, TEXT).fill("""
                    study: in-yaml  # two seeds
                    seeds: [1, 2]
                    base:
                      family: mlp
                      model: {hidden: [8]}
                      training: {epochs: 1}
                      data: {dataset: fashion-mnist-sample, limit: 200}
                    """);
            assertThat(page.locator("#unreadable")).containsText("converts YAML");
            assertThat(choice(page, "Family")).isDisabled();
            button(page, "Show as JSON").click();
            assertThat(field(page, TEXT)).hasValue(Pattern.compile("\"study\" : \"in-yaml\""));
            assertThat(page.locator("#unreadable")).hasText("The form is for single jobs.");

            button(page, "Submit").click();

            assertThat(page.locator("h2")).hasText("Accepted: in-yaml");
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("2 jobs of the study in-yaml");
            page.getByRole(AriaRole.STATUS).getByRole(AriaRole.LINK).click();
            assertThat(page.locator("#study-progress")).containsText("2 of 2 jobs completed");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void anErrorIsShownBesideItsFieldAndTheInputIsKept() {
        try (Window window = window(390, ColorScheme.DARK)) {
            Page page = window.page();
            page.navigate("/submit");
            field(page, "Name").fill("not like this");
            field(page, "Epochs").fill("many");
            button(page, "Submit").click();

            assertThat(page.getByRole(AriaRole.ALERT))
                    .containsText("training.epochs is \"many\"; expected a whole number");
            assertThat(field(page, "Epochs")).hasAttribute("aria-invalid", "true");
            assertThat(field(page, "Epochs")).hasValue("many");
            assertThat(field(page, TEXT)).hasValue(Pattern.compile("\"name\": \"not like this\""));

            field(page, TEXT).fill("{\"family\": ");
            button(page, "Submit").click();
            assertThat(page.getByRole(AriaRole.ALERT))
                    .containsText("is cut off after byte 11; expected a job or a study");
        }
    }

    /** Returns on the page that says what became of it. */
    private static void submitInTheForm(Page page, String name, String hidden) {
        page.navigate("/submit");
        field(page, "Name").fill(name);
        choice(page, "Dataset").selectOption("fashion-mnist-sample");
        field(page, "Epochs").fill("60");
        field(page, "Hidden layers").fill(hidden);
        field(page, "Validation images").fill("300");
        button(page, "Submit").click();
        assertThat(page.locator("h2")).hasText("Accepted: " + name);
    }
}
