package dev.atelier.pipeline;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.atelier.pipeline.Browser.Window;
import dev.atelier.stacktesting.Output;
import dev.atelier.stacktesting.RunningStack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The pages as people use them: a real browser, the whole pipeline behind them. */
@EnabledIf(value = "dev.atelier.pipeline.Browser#installed", disabledReason = Browser.NOT_RUN)
class BrowserTest {
    private static final Pattern EVENTS = Pattern.compile("/api/events");
    private static final double TIMEOUT_MILLIS = 1000.0 * RunningStack.TIMEOUT.toSeconds();
    private static final LocatorAssertions.ContainsTextOptions CONTAINS =
            new LocatorAssertions.ContainsTextOptions().setTimeout(TIMEOUT_MILLIS);
    private static final LocatorAssertions.HasTextOptions HAS =
            new LocatorAssertions.HasTextOptions().setTimeout(TIMEOUT_MILLIS);
    /** Whatever moves that was already shown, other than by what somebody does. */
    private static final String WATCH_SHIFTS = """
            window.shifts = [];
            new PerformanceObserver(list => list.getEntries()
              .filter(entry => !entry.hadRecentInput)
              .forEach(entry => window.shifts.push(entry.value.toFixed(4) + " by " + entry.sources
                .map(source => source.node?.id || source.node?.outerHTML || source.node?.textContent || "?")
                .map(text => text.slice(0, 80)).join(", ")))).observe({ type: "layout-shift", buffered: true });
            """;

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

    @TempDir
    private static Path data;

    private static Browser browser;
    private static RunningStack stack;

    @BeforeAll
    static void up() {
        browser = Browser.start();
        stack = RunningStack.up(data, Map.of());
    }

    @AfterAll
    static void down() {
        if (browser != null) {
            browser.close();
            stack.close();
        }
    }

    @Test
    void aJobIsSubmittedWatchedAndComparedWithAnother() {
        try (Window window = window(1440, ColorScheme.LIGHT)) {
            Page page = window.page();
            page.addInitScript(WATCH_SHIFTS);
            submitInTheForm(page, "narrow", "[16]");
            submitInTheForm(page, "wide", "[64]");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("wide"))
                    .click();

            assertThat(page.locator("#facts")).containsText("COMPLETED", CONTAINS);

            assertThat(page.locator("#facts")).containsText("epoch 60 of 60");
            assertThat(curve(page, "loss")).hasSize(60).isEqualTo(numbers(60));
            assertThat(page.locator("#result")).containsText("Test results");
            assertThat(page.locator("#log li").last()).containsText("Completed after 60 epochs", CONTAINS);
            assertThat(page.locator("#log li").last()).containsText("attempt 1");
            assertThat(page.evaluate("isAtEnd(document.querySelector('.log'))")).isEqualTo(true);
            assertThat(page.locator("#loss svg path").first()).isAttached();
            assertThat(page.evaluate(TOOLTIPS)).isEqualTo(List.of(TOOLTIP_TEXTS));
            assertThat(page.evaluate("window.shifts")).isEqualTo(List.of());

            page.navigate("/?name=w");
            page.getByLabel("compare narrow").check();
            page.getByLabel("compare wide").check();
            page.getByText("Compare selected").click();
            assertThat(page.locator("h2")).hasText("2 jobs compared");
            assertThat(page.locator(".differing")).containsText("model.hidden");
            assertThat(page.locator("#compared-loss svg path").first()).isAttached();
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
            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Submit").setExact(true))
                    .click();

            assertThat(page.getByRole(AriaRole.ALERT))
                    .containsText("training.epochs is \"many\"; expected a whole number");
            assertThat(field(page, "Epochs")).hasAttribute("aria-invalid", "true");
            assertThat(field(page, "Epochs")).hasValue("many");
            assertThat(field(page, "Submission as JSON or YAML"))
                    .hasValue(Pattern.compile("\"name\": \"not like this\""));

            field(page, "Submission as JSON or YAML").fill("{\"family\": ");
            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Submit").setExact(true))
                    .click();
            assertThat(page.getByRole(AriaRole.ALERT))
                    .containsText("is cut off after byte 11; expected a job or a study");
        }
    }

    @Test
    void aRunningJobIsCancelledWithAReason() {
        String job = submit("endless", 10_000);
        try (Window window = window(1440, ColorScheme.LIGHT)) {
            Page page = window.page();
            page.navigate("/jobs/" + job);
            assertThat(page.locator("#facts")).containsText("RUNNING", CONTAINS);

            page.locator("#cancel summary").press("Enter");
            field(page, "Reason").fill("it has no end");
            field(page, "Reason").press("Enter");

            assertThat(page.locator("#facts .state")).hasText("CANCELLED", HAS);
            assertThat(page.locator("#facts")).containsText("it has no end");
            assertThat(page.locator("#cancel summary")).isHidden();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void thePageOfAStudyFollowsItsJobs() {
        String id = stack.submit("""
                        {'study': 'followed', 'seeds': [1, 2], 'grid': {'model.hidden': [[16], [32]]},
                         'base': {'family': 'mlp', 'training': {'epochs': 300},
                                  'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 300}}}}
                        """).path("study").asText();
        try (Window window = window(1440, ColorScheme.LIGHT)) {
            Page page = window.page();
            await().atMost(RunningStack.TIMEOUT)
                    .until(() -> stack.results("/api/studies/" + id).isPresent());
            page.navigate("/studies/" + id);
            assertThat(page.locator("#lead")).isVisible();
            assertThat(page.locator("#lead")).not().containsText("4 of 4 jobs completed");
            page.evaluate("window.isFirst = true");

            assertThat(page.locator("#lead")).containsText("4 of 4 jobs completed", CONTAINS);

            assertThat(page.locator("#part-1-variants tbody tr.chosen")).hasCount(1);
            assertThat(page.locator("#part-1-notes")).not().containsText("No variant has a result yet");
            assertThat(page.locator("#part-1-model")).containsText("Test results");
            assertThat(page.locator("#cancel summary")).isHidden();
            assertThat(curve(page, "part-1-loss")).isEqualTo(numbers(300));
            drawn(page);
            assertThat(page.evaluate("window.isFirst"))
                    .as("the page was not loaded again")
                    .isEqualTo(true);
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void noEpochIsLostOrDrawnTwiceWhenTheServiceAndTheNetworkBreakOff() {
        String job = submit("interrupted", 400);
        try (Window one = window(1440, ColorScheme.LIGHT);
                Window list = window(390, ColorScheme.DARK)) {
            one.page().navigate("/jobs/" + job);
            list.page().navigate("/");
            stack.awaitEpochOrEnd(job, 3);

            stack.killAndAwaitRestart("results-service");
            assertThat(one.page().locator("#live")).hasText("live", HAS);
            assertThat(list.page().locator("#live")).hasText("live", HAS);

            one.context().setOffline(true);
            list.context().setOffline(true);
            stack.awaitEpochOrEnd(job, stack.epochs(job).size() + 3);
            one.context().setOffline(false);
            list.context().setOffline(false);

            assertThat(one.page().locator("#facts .state")).hasText("COMPLETED", HAS);
            await().pollInSameThread().atMost(RunningStack.TIMEOUT).untilAsserted(() -> {
                assertThat(curve(one.page(), "loss")).isEqualTo(numbers(400));
                assertThat(reached(list.page(), job)).isEqualTo("158.0");
            });
            assertThat(stack.epochs(job)).hasSize(400);
        }
    }

    @Test
    void aPageIsUpToDateAgainAfterItsRequestsWereAnsweredWithErrors() {
        String job = submit("refused for a while", 20);
        try (Window window = window(390, ColorScheme.LIGHT)) {
            Page page = window.page();
            refuse(page, EVENTS);
            page.navigate("/jobs/" + job);
            assertThat(page.locator("#live")).hasText("reconnecting", HAS);
            Pattern ofJob = Pattern.compile("/jobs/" + job + "$");
            refuse(page, ofJob);
            stack.awaitEnd(job);

            page.unroute(EVENTS);
            assertThat(page.locator("#live")).hasText("live", HAS);
            assertThat(page.locator("#facts .state")).not().hasText("COMPLETED");
            page.unroute(ofJob);

            assertThat(page.locator("#facts .state")).hasText("COMPLETED", HAS);
        }
    }

    @Test
    void aReportOpensWithoutAService() {
        RunningStack.jobs(study()).forEach(stack::awaitEnd);

        Output written = stack.atelier(
                "report", "two-widths", "-o", data.resolve("report").toString());

        assertThat(written.exitCode()).as(written.text()).isZero();
        List<String> files = written.out().lines().toList();
        assertThat(files).hasSize(2);
        try (Window window = browser.open("file:///", 390, 900, ColorScheme.DARK)) {
            List<String> asked = new ArrayList<>();
            window.page().onRequest(request -> asked.add(request.url()));
            window.page().navigate(Path.of(files.getFirst()).toUri().toString());
            assertThat(drawn(window.page())).hasSizeGreaterThan(5);
            assertThat(asked).allMatch(url -> url.startsWith("file:") || url.startsWith("data:"));
            assertThat(window.complaints()).isEmpty();
            assertThat((Integer) window.page().evaluate("document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(390);
        }
        assertThat(Path.of(files.getLast())).content().contains("](charts/").contains("hidden=");
    }

    private static void refuse(Page page, Pattern requests) {
        page.route(requests, route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
    }

    private static Window window(int width, ColorScheme colors) {
        return browser.open(stack.resultsAddress(), width, 900, colors);
    }

    /** Returns on the page that says what became of it. */
    private static void submitInTheForm(Page page, String name, String hidden) {
        page.navigate("/submit");
        field(page, "Name").fill(name);
        choice(page, "Dataset").selectOption("fashion-mnist-sample");
        field(page, "Epochs").fill("60");
        field(page, "Hidden").fill(hidden);
        field(page, "Split validation").fill("300");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Submit").setExact(true))
                .click();
        assertThat(page.locator("h2")).hasText("Accepted: " + name);
    }

    private static Locator choice(Page page, String label) {
        return page.getByRole(
                AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(label).setExact(true));
    }

    private static Locator field(Page page, String label) {
        return page.getByRole(
                AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(label).setExact(true));
    }

    /** Two widths, two seeds. */
    private static JsonNode study() {
        return stack.submit("""
                {'study': 'two-widths', 'seeds': [1, 2], 'grid': {'model.hidden': [[16], [32]]},
                 'base': {'family': 'mlp', 'training': {'epochs': 3},
                          'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 300}}}}
                """);
    }

    /** The charts of a page, each drawn, as it is when somebody scrolled past it. */
    private static List<Locator> drawn(Page page) {
        List<Locator> charts = page.locator(".chart > [data-option]").all();
        for (Locator chart : charts) {
            chart.scrollIntoViewIfNeeded();
            assertThat(chart.locator("svg")).isVisible();
        }
        return charts;
    }

    private static String submit(String name, int epochs) {
        return RunningStack.jobs(stack.submit("""
                        {'family': 'mlp', 'name': '%s', 'model': {'hidden': [32]}, 'training': {'epochs': %d},
                         'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 300}}}
                        """.formatted(name, epochs))).getFirst();
    }

    /** The epochs that a chart of the page has points for, in their order. */
    private static List<Integer> curve(Page page, String chart) {
        JsonNode option = RunningStack.parse(page.locator("#" + chart).getAttribute("data-option"));
        return StreamSupport.stream(option.at("/series/0/data").spliterator(), false)
                .map(point -> point.path(0).asInt())
                .toList();
    }

    /** How far the curve of a job's card has come: 158.0 is its last epoch. */
    private static String reached(Page page, String job) {
        String points = page.locator("#job-" + job + " polyline.train").getAttribute("points");
        return points.substring(points.lastIndexOf(' ') + 1, points.lastIndexOf(','));
    }

    private static List<Integer> numbers(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }
}
