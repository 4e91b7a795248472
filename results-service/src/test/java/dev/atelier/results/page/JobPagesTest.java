package dev.atelier.results.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.results.SampleEvents;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pages of jobs, of a service with a real broker and a real database. */
@QuarkusTest
class JobPagesTest extends PageTest {
    @Test
    void aPageFollowsItsJobFromTheQueueToTheResult() {
        publish(SampleEvents.queued("followed", 1));
        await().untilAsserted(() -> assertThat(page())
                .contains(">QUEUED<", "value=\"0\"", "id=\"loss\"", "id=\"accuracy\"")
                .contains("<th scope=\"row\">training.epochs</th>")
                .contains("action=\"/jobs/followed/cancel\"")
                .doesNotContain("Test results", "Attempts"));

        publish(SampleEvents.started("followed", "r"), SampleEvents.epoch("followed", "r", 1));
        await().untilAsserted(() -> assertThat(page())
                .contains(">RUNNING<", "value=\"1\"", "data-live=\"RUNNING-1-1\"", "Attempts")
                .doesNotContain("Test results"));

        publish(SampleEvents.epoch("followed", "r", 5), SampleEvents.completed("followed", "r", 0.875));
        await().untilAsserted(() -> assertThat(page())
                .contains(">COMPLETED<", "87.50 %", "Test results", "id=\"job-confusion\"")
                .contains(
                        "href=\"/api/jobs/followed/artifacts/model.safetensors\" download>model.safetensors</a> (1,000 bytes)")
                .contains(
                        "href=\"/api/csv/jobs/followed/epochs\"",
                        "<dt>Training time</dt><dd>6.3 s</dd>",
                        "href=\"/datasets/fashion-mnist@")
                .doesNotContain("NOT_FOUND"));
    }

    @Test
    void aPageReportsWhyAJobWaitsUntilItGoesOn() {
        publish(
                SampleEvents.queued("released", 1),
                SampleEvents.started("released", "r"),
                SampleEvents.released("released", "r", 30));
        await().untilAsserted(() -> assertThat(get("/jobs/released").body())
                .contains(
                        ">QUEUED<",
                        "mlp-trainer on node-3 returned this job to the queue at <time datetime=\"2026-03-01T12:00:30",
                        " UTC</time>: the folder of checkpoints is full. It waits for a trainer to resume it.",
                        "the folder of checkpoints is full",
                        "<td>RELEASED</td>"));
        assertThat(get("/?name=released").body()).contains("the folder of checkpoints is full");
        assertThat(get("/api/jobs/released").body())
                .contains("\"state\":\"QUEUED\"")
                .contains("\"reason\":\"the folder of checkpoints is full\"")
                .contains("\"waitingSince\":\"2026-03-01T12:00:30.123456Z\"")
                .contains("\"waitingKind\":\"storage\"", "\"waitingTrainer\":\"mlp-trainer on node-3\"");

        publish(SampleEvents.started("released", "s"));
        await().untilAsserted(() ->
                assertThat(get("/jobs/released").body()).contains(">RUNNING<").doesNotContain("returned this job"));
    }

    @Test
    void aPageStatesThatTheFilesOfAResultWereDeleted() {
        publish(
                SampleEvents.queued("deleted", 1),
                SampleEvents.started("deleted", "r"),
                SampleEvents.completed("deleted", "r", 0.875));
        publish(SampleEvents.artifactsDeleted("deleted", 100));

        await().untilAsserted(() -> assertThat(get("/jobs/deleted").body())
                .contains(">COMPLETED<", "87.50 %", "Result files unavailable", "./atelier restore deleted")
                .contains("the results of all jobs took more than 100 bytes"));
        assertThat(get("/api/jobs/deleted").body()).contains("\"artifactsDeleted\":{");
        assertThat(get("/api/jobs/deleted/artifacts/model.safetensors").statusCode())
                .isEqualTo(410);
    }

    @Test
    void aPageShowsTheRestorationOfDeletedFilesBesideTheResultThatStands() {
        publish(
                SampleEvents.queued("restored", 1),
                SampleEvents.started("restored", "r"),
                SampleEvents.completed("restored", "r", 0.875));
        publish(SampleEvents.artifactsDeleted("restored", 100), SampleEvents.restoring("restored", 2));
        await().untilAsserted(() -> assertThat(get("/jobs/restored").body())
                .contains(
                        ">COMPLETED<",
                        "87.50 %",
                        "Result files unavailable",
                        "to be trained again",
                        "/jobs/restored/cancel"));

        publish(SampleEvents.started("restored", "s"), SampleEvents.epoch("restored", "s", 1));
        await().untilAsserted(() -> assertThat(get("/jobs/restored").body())
                .contains(">COMPLETED<", "87.50 %", "It has been training again", "epoch 1 is done")
                .contains("<td>RUNNING</td>"));

        publish(SampleEvents.failed("restored", "s"));
        await().untilAsserted(() -> assertThat(get("/jobs/restored").body())
                .contains(">COMPLETED<", "87.50 %", "Result files unavailable", "Its files were not restored at")
                .contains("the loss is NaN at step 12")
                .doesNotContain("/jobs/restored/cancel"));
        assertThat(get("/api/jobs/restored").body())
                .contains("\"restoration\":{")
                .contains("\"state\":\"FAILED\"");

        publish(
                SampleEvents.restoring("restored", 3),
                SampleEvents.started("restored", "t"),
                SampleEvents.completed("restored", "t", 0.875));
        await().untilAsserted(() -> assertThat(get("/jobs/restored").body())
                .contains(">COMPLETED<", "87.50 %", "Its files were restored at")
                .doesNotContain("Result files unavailable"));
    }

    @Test
    void aPageStatesThatAResultIsPinned() {
        publish(
                SampleEvents.queued("pinned", 1),
                SampleEvents.started("pinned", "r"),
                SampleEvents.completed("pinned", "r", 0.875));
        publish(SampleEvents.pinned("pinned", true, 100));
        await().untilAsserted(() -> assertThat(get("/jobs/pinned").body())
                .contains("Pinned since <time datetime=\"2026-", "</time>: for the paper. Its files are not deleted."));
        assertThat(get("/api/jobs/pinned").body()).contains("\"pinned\":{\"since\"");

        publish(SampleEvents.pinned("pinned", false, 101));
        await().untilAsserted(() ->
                assertThat(get("/jobs/pinned").body()).contains(">COMPLETED<").doesNotContain("Pinned since"));
    }

    @Test
    void whatIsNotThereIsNotFoundAndLookedForAgain() {
        for (String kind : List.of("job", "study", "dataset")) {
            var page = get(kind.equals("study") ? "/studies/nobody" : "/" + kind + "s/nobody");

            assertThat(page.statusCode()).isEqualTo(404);
            assertThat(page.body()).contains("There is no " + kind + " &#39;nobody&#39;");
            assertThat(page.headers().firstValue("Refresh")).contains("3");
        }
    }

    private String page() {
        return get("/jobs/followed").body();
    }
}
