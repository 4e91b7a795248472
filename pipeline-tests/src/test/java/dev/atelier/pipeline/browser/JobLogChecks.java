package dev.atelier.pipeline.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.atelier.pipeline.browser.Browser.Window;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The log of a job on its page: its end is followed, unless somebody reads what is above. */
abstract class JobLogChecks extends PageChecks {
    private static final String LAST = "document.querySelector('#log li:last-child')?.id ?? ''";
    private static final String AT_END = "isAtEnd(document.querySelector('.log'))";

    @Test
    void newLinesAppearAndTheEndIsFollowedUnlessSomebodyScrolledUp() {
        String job = submit("with a log", 10_000);
        try (Window window = window(390, ColorScheme.DARK)) {
            Page page = window.page();
            page.navigate("/jobs/" + job);
            mark(page);
            assertThat(page.locator("#log")).containsText("Training starts: 10000 epochs");
            awaitOverflow(page);
            awaitNewLine(page);
            assertThat(page.evaluate(AT_END)).as("the end is in sight").isEqualTo(true);

            page.evaluate("document.querySelector('.log').scrollTop = 0");
            awaitNewLine(page);
            assertThat(page.evaluate(AT_END)).as("the end is in sight").isEqualTo(false);

            page.evaluate("scrollToEnd(document.querySelector('.log'))");
            cancel(job, "enough lines");
            assertThat(page.locator("#log li").last()).containsText("The job is cancelled: enough lines");
            assertThat(page.locator("#log li").last()).containsText(Pattern.compile("attempt \\d"));
            assertThat(page.evaluate(AT_END)).as("the end is in sight").isEqualTo(true);
            assertNotLoadedAgain(page);
            assertThat(window.complaints()).isEmpty();
        }
    }

    private static void awaitOverflow(Page page) {
        page.waitForCondition(() -> (Boolean)
                page.evaluate("(box => box.scrollHeight > box.clientHeight)(document.querySelector('.log'))"));
    }

    /** Waits in the browser's own thread until the last line is another one. */
    private static void awaitNewLine(Page page) {
        String last = (String) page.evaluate(LAST);
        page.waitForCondition(() -> !last.equals(page.evaluate(LAST)));
    }
}
