package dev.atelier.pipeline.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.atelier.stacktesting.RunningStack;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A Chromium that is installed on this machine, without a window. */
final class Browser implements AutoCloseable {
    /** Names the program where it is not on the path. */
    private static final String CHOSEN = "ATELIER_CHROMIUM";

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final Path ON_MACOS = Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

    static final String NOT_RUN =
            "no Chromium is installed here (apt-get install chromium), and " + CHOSEN + " names none";

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    private Browser(Path program) {
        // A busy machine is no failure.
        PlaywrightAssertions.setDefaultAssertionTimeout(RunningStack.TIMEOUT.toMillis());
        this.playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        this.chromium = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(program));
    }

    static boolean installed() {
        return programs().anyMatch(Files::isExecutable);
    }

    /** Starts one; there must be one. */
    static Browser start() {
        return programs()
                .filter(Files::isExecutable)
                .findFirst()
                .map(Browser::new)
                .orElseThrow();
    }

    /**
     * A new window that shares nothing with others.
     *
     * @param address what addresses on pages are relative to
     */
    Window open(String address, int width, int height, ColorScheme colors) {
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(address)
                .setViewportSize(width, height)
                .setColorScheme(colors)
                .setReducedMotion(ReducedMotion.REDUCE));
        context.setDefaultTimeout(RunningStack.TIMEOUT.toMillis());
        return new Window(context, context.newPage());
    }

    /**
     * A window with one page.
     *
     * @param complaints what the page's scripts and the browser's rules complained of
     */
    record Window(BrowserContext context, Page page, List<String> complaints) implements AutoCloseable {
        private Window(BrowserContext context, Page page) {
            this(context, page, new ArrayList<>());
            page.onPageError(complaints::add);
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
        }

        @Override
        public void close() {
            context.close();
        }
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }

    private static Stream<Path> programs() {
        Stream<Path> onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
        return Stream.concat(
                Optional.ofNullable(System.getenv(CHOSEN)).map(Path::of).stream(),
                Stream.concat(onPath, Stream.of(ON_MACOS)));
    }
}
