package dev.atelier.pipeline.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.atelier.pipeline.browser.Browser.Window;
import dev.atelier.stacktesting.Output;
import dev.atelier.stacktesting.RunningStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Checks of pages of one kind, on the stack of {@link BrowserTest}; and how a person finds things on a page. */
abstract class PageChecks {
    static RunningStack stack() {
        return BrowserTest.stack();
    }

    static Window window(int width, ColorScheme colors) {
        return BrowserTest.window(width, colors);
    }

    static Locator field(Page page, String label) {
        return page.getByRole(
                AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(label).setExact(true));
    }

    static Locator choice(Page page, String label) {
        return page.getByRole(
                AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(label).setExact(true));
    }

    static Locator button(Page page, String label) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(label).setExact(true));
    }

    static Locator link(Page page, String text) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(text).setExact(true));
    }

    /** Submits a small job and returns its id. */
    static String submit(String name, int epochs) {
        return RunningStack.jobs(stack().submit("""
                        {'family': 'mlp', 'name': '%s', 'model': {'hidden': [32]}, 'training': {'epochs': %d},
                         'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 300}}}
                        """.formatted(name, epochs))).getFirst();
    }

    /** Submits a study of four jobs, two widths with two seeds each, and returns its id when its page is there. */
    static String submitStudy(String name, int epochs) {
        String id = stack().submit("""
                        {'study': '%s', 'seeds': [1, 2], 'grid': {'model.hidden': [[16], [32]]},
                         'base': {'family': 'mlp', 'training': {'epochs': %d},
                                  'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 300}}}}
                        """.formatted(name, epochs)).path("study").asText();
        await().atMost(RunningStack.TIMEOUT)
                .until(() -> stack().results("/api/studies/" + id).isPresent());
        return id;
    }

    static void cancel(String job, String reason) {
        Output cancelled = stack().atelier("cancel", job, "--reason", reason);
        assertThat(cancelled.exitCode()).as(cancelled.text()).isZero();
    }

    /** Waits until every job of a study has a result. */
    static void awaitCompletion(String study) {
        await().atMost(RunningStack.TIMEOUT)
                .until(
                        () -> stack().results("/api/studies/" + study).orElseThrow(),
                        found -> found.path("completed").asInt()
                                == found.path("jobs").asInt());
    }

    /** The epochs that a chart of the page has points for, in their order. */
    static List<Integer> curve(Page page, String chart) {
        JsonNode option = RunningStack.parse(page.locator("#" + chart).getAttribute("data-option"));
        return StreamSupport.stream(option.at("/series/0/data").spliterator(), false)
                .map(point -> point.path(0).asInt())
                .toList();
    }

    static List<Integer> numbers(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }

    /** The charts of a page, each drawn, as it is when somebody scrolled past it. */
    static List<Locator> drawn(Page page) {
        List<Locator> charts = page.locator(".chart > [data-option]").all();
        for (Locator chart : charts) {
            chart.scrollIntoViewIfNeeded();
            assertThat(chart.locator("svg")).isVisible();
        }
        return charts;
    }

    /** From now on {@link #assertNotLoadedAgain} knows whether the page was loaded again. */
    static void mark(Page page) {
        page.evaluate("window.isFirst = true");
    }

    static void assertNotLoadedAgain(Page page) {
        assertThat(page.evaluate("window.isFirst"))
                .as("the page was not loaded again")
                .isEqualTo(true);
    }

    /** What arrives when somebody clicks. */
    static byte[] download(Page page, Locator link, String name) {
        Download download = page.waitForDownload(link::click);
        assertThat(download.suggestedFilename()).isEqualTo(name);
        try {
            return Files.readAllBytes(download.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
