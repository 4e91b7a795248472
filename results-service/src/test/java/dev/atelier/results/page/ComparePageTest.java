package dev.atelier.results.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.event.LabelEdit;
import dev.atelier.results.SampleEvents;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The page that puts jobs side by side. */
@QuarkusTest
class ComparePageTest extends PageTest {
    @Test
    void jobsStandBesideOneAnotherWithWhatDiffers() {
        publish(
                SampleEvents.queued("one-side", 1),
                SampleEvents.started("one-side", "r"),
                SampleEvents.epoch("one-side", "r", 5),
                SampleEvents.completed("one-side", "r", 0.9),
                SampleEvents.queued("other-side", 1),
                SampleEvents.started("other-side", "r"),
                SampleEvents.epoch("other-side", "r", 1));

        await().untilAsserted(() -> assertThat(
                        get("/compare?job=one-side&job=other-side&job=one-side").body())
                .contains("2 jobs compared", "90.00", "data-live=\"COMPLETED-5 RUNNING-1 \"")
                .contains("id=\"compared-loss\"", "id=\"compared-accuracy\"", "id=\"compared-gap\"")
                .contains("<th scope=\"row\">name</th><td>one-side</td><td>other-side</td>")
                .doesNotContain("training.epochs"));
    }

    @Test
    void jobsOfOneNameAreToldApartAndEditedNamesAreShown() {
        publish(
                SampleEvents.queued("alike-1-job", 1),
                SampleEvents.queued("alike-2-job", 1),
                SampleEvents.queued("alike-3-job", 1),
                SampleEvents.edited("alike-1-job", new LabelEdit("twin", null, null, null), 101),
                SampleEvents.edited("alike-2-job", new LabelEdit("twin", null, null, null), 102));

        await().untilAsserted(
                        () -> assertThat(get("/compare?job=alike-1-job&job=alike-2-job&job=alike-3-job")
                                        .body())
                                .contains(">twin alike-1-</a>", ">twin alike-2-</a>", ">alike-3-job</a>")
                                .contains(
                                        "&quot;data&quot;:[&quot;twin alike-1-&quot;,&quot;twin alike-2-&quot;,&quot;alike-3-job&quot;]"));
    }

    @Test
    void tooFewTooManyOrUnknownJobsAreRefused() {
        String many = IntStream.range(0, 21).mapToObj(i -> "job=" + i).collect(Collectors.joining("&"));

        assertThat(get("/compare").body()).contains("There are 0 jobs to compare; expected 1 to 20");
        assertThat(get("/compare?" + many).body()).contains("There are 21 jobs to compare");
        var unknown = get("/compare?job=nobody");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("There is no job &#39;nobody&#39;");
        assertThat(get("/compare?job=%00").statusCode()).isEqualTo(404);
        assertThat(get("/compare?job=a%00b&job=c").statusCode()).isEqualTo(404);
    }
}
