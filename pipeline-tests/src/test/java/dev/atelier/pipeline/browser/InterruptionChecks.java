package dev.atelier.pipeline.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import dev.atelier.pipeline.browser.Browser.Window;
import dev.atelier.stacktesting.RunningStack;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Live pages while the service or the network breaks off. */
abstract class InterruptionChecks extends PageChecks {
    private static final Pattern EVENTS = Pattern.compile("/api/events");

    @Test
    void noEpochIsLostOrDrawnTwiceWhenTheServiceAndTheNetworkBreakOff() {
        String job = submit("interrupted", 400);
        try (Window one = window(1440, ColorScheme.LIGHT);
                Window list = window(390, ColorScheme.DARK)) {
            one.page().navigate("/jobs/" + job);
            list.page().navigate("/");
            stack().awaitEpochOrEnd(job, 3);

            stack().killAndAwaitRestart("results-service");
            assertThat(one.page().locator("#live")).hasText("live");
            assertThat(list.page().locator("#live")).hasText("live");

            one.context().setOffline(true);
            list.context().setOffline(true);
            stack().awaitEpochOrEnd(job, stack().epochs(job).size() + 3);
            one.context().setOffline(false);
            list.context().setOffline(false);

            assertThat(one.page().locator("#facts .state")).hasText("COMPLETED");
            await().pollInSameThread().atMost(RunningStack.TIMEOUT).untilAsserted(() -> {
                assertThat(curve(one.page(), "loss")).isEqualTo(numbers(400));
                assertThat(reached(list.page(), job)).isEqualTo("158.0");
            });
            assertThat(stack().epochs(job)).hasSize(400);
        }
    }

    @Test
    void aPageIsUpToDateAgainAfterItsRequestsWereAnsweredWithErrors() {
        String job = submit("refused for a while", 10_000);
        try (Window window = window(390, ColorScheme.LIGHT)) {
            Page page = window.page();
            refuse(page, EVENTS);
            page.navigate("/jobs/" + job);
            assertThat(page.locator("#live")).hasText("reconnecting");
            Pattern ofJob = Pattern.compile("/jobs/" + job + "$");
            refuse(page, ofJob);
            cancel(job, "the page is refused");
            stack().awaitEnd(job);

            page.unroute(EVENTS);
            assertThat(page.locator("#live")).hasText("live");
            assertThat(page.locator("#facts .state")).not().hasText("CANCELLED");
            page.unroute(ofJob);

            assertThat(page.locator("#facts .state")).hasText("CANCELLED");
        }
    }

    private static void refuse(Page page, Pattern requests) {
        page.route(requests, route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
    }

    /** How far the curve of a job's card has come: 158.0 is its last epoch. */
    private static String reached(Page page, String job) {
        String points = page.locator("#job-" + job + " polyline.train").getAttribute("points");
        return points.substring(points.lastIndexOf(' ') + 1, points.lastIndexOf(','));
    }
}
