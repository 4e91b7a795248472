package dev.atelier.pipeline.browser;

import com.microsoft.playwright.options.ColorScheme;
import dev.atelier.pipeline.browser.Browser.Window;
import dev.atelier.stacktesting.RunningStack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The pages as people use them: a real browser, the whole pipeline behind them, one stack for all checks. */
@EnabledIf(value = "dev.atelier.pipeline.browser.Browser#installed", disabledReason = Browser.NOT_RUN)
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
@Order(Integer.MAX_VALUE)
class BrowserTest {
    private static final int HEIGHT = 900;

    @TempDir
    private static Path data;

    private static Browser browser;
    private static RunningStack stack;

    @BeforeAll
    static void up() throws IOException {
        browser = Browser.start();
        stack = RunningStack.upWith(Set.of("mlp"), data, Map.of());
    }

    @AfterAll
    static void down() {
        if (browser != null) {
            browser.close();
            stack.close();
        }
    }

    static RunningStack stack() {
        return stack;
    }

    /** A window whose addresses are relative to the results service. */
    static Window window(int width, ColorScheme colors) {
        return open(stack.resultsAddress(), width, colors);
    }

    static Window open(String address, int width, ColorScheme colors) {
        return browser.open(address, width, HEIGHT, colors);
    }

    /** The first, because the pages are those of a stack with little else on it. */
    @Nested
    @Order(1)
    class PageLook extends PageLookChecks {}

    @Nested
    class SubmitPage extends SubmitPageChecks {}

    @Nested
    class JobPage extends JobPageChecks {}

    @Nested
    class JobLog extends JobLogChecks {}

    @Nested
    class StudyPage extends StudyPageChecks {}

    @Nested
    class Edits extends EditChecks {}

    @Nested
    class Downloads extends DownloadChecks {}

    @Nested
    class Interruptions extends InterruptionChecks {}
}
