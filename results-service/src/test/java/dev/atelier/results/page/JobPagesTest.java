package dev.atelier.results.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.results.Told;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pages of jobs, of a service with a real broker and a real database. */
@QuarkusTest
class JobPagesTest extends PageTest {
    @Test
    void aPageFollowsItsJobFromTheQueueToTheResult() {
        tell(Told.queued("followed", 1));
        await().untilAsserted(() -> assertThat(page())
                .contains(">QUEUED<", "value=\"0\"", "id=\"loss\"", "id=\"accuracy\"")
                .contains("<th scope=\"row\">training.epochs</th>")
                .contains("action=\"/jobs/followed/cancel\"")
                .doesNotContain("On the test images", "Attempts"));

        tell(Told.started("followed", "r"), Told.epoch("followed", "r", 1));
        await().untilAsserted(() -> assertThat(page())
                .contains(">RUNNING<", "value=\"1\"", "data-live=\"RUNNING-1-1\"", "Attempts")
                .doesNotContain("On the test images"));

        tell(Told.epoch("followed", "r", 5), Told.completed("followed", "r", 0.875));
        await().untilAsserted(() -> assertThat(page())
                .contains(">COMPLETED<", "87.50 %", "On the test images", "id=\"job-confusion\"")
                .doesNotContain("NOT_FOUND"));
    }

    @Test
    void aPageSaysWhyAJobWaitsUntilItGoesOn() {
        tell(Told.queued("released", 1), Told.started("released", "r"), Told.released("released", "r", 30));
        await().untilAsserted(() -> assertThat(get("/jobs/released").body())
                .contains(
                        ">QUEUED<",
                        "mlp-trainer on node-3 gave this job back at 2026-03-01T12:00:30",
                        "the folder of checkpoints is full",
                        "<td>RELEASED</td>"));
        assertThat(get("/?name=released").body()).contains("the folder of checkpoints is full");
        assertThat(get("/api/jobs/released").body())
                .contains("\"state\":\"QUEUED\"")
                .contains("\"reason\":\"the folder of checkpoints is full\"")
                .contains("\"waitingSince\":\"2026-03-01T12:00:30.123456Z\"")
                .contains("\"waitingKind\":\"storage\"", "\"waitingTrainer\":\"mlp-trainer on node-3\"");

        tell(Told.started("released", "s"));
        await().untilAsserted(() ->
                assertThat(get("/jobs/released").body()).contains(">RUNNING<").doesNotContain("gave this job back"));
    }

    @Test
    void aPageSaysThatTheFilesOfAResultWereDeleted() {
        tell(Told.queued("deleted", 1), Told.started("deleted", "r"), Told.completed("deleted", "r", 0.875));
        tell(Told.artifactsDeleted("deleted", 100));

        await().untilAsserted(() -> assertThat(get("/jobs/deleted").body())
                .contains(">COMPLETED<", "87.50 %", "Its files are gone", "./atelier restore deleted")
                .contains("the results of all jobs took more than 100 bytes"));
        assertThat(get("/api/jobs/deleted").body()).contains("\"artifactsDeleted\":{");
        assertThat(get("/api/jobs/deleted/artifacts/model.safetensors").statusCode())
                .isEqualTo(410);
    }

    @Test
    void aPageShowsTheRestorationOfDeletedFilesBesideTheResultThatStands() {
        tell(Told.queued("restored", 1), Told.started("restored", "r"), Told.completed("restored", "r", 0.875));
        tell(Told.artifactsDeleted("restored", 100), Told.restoring("restored", 2));
        await().untilAsserted(() -> assertThat(get("/jobs/restored").body())
                .contains(
                        ">COMPLETED<",
                        "87.50 %",
                        "Its files are gone",
                        "to be trained again",
                        "/jobs/restored/cancel"));

        tell(Told.started("restored", "s"), Told.epoch("restored", "s", 1));
        await().untilAsserted(() -> assertThat(get("/jobs/restored").body())
                .contains(">COMPLETED<", "87.50 %", "It is being trained again", "epoch 1 is done")
                .contains("<td>RUNNING</td>"));

        tell(Told.failed("restored", "s"));
        await().untilAsserted(() -> assertThat(get("/jobs/restored").body())
                .contains(">COMPLETED<", "87.50 %", "Its files are gone", "Its files were not restored at")
                .contains("the loss is NaN at step 12")
                .doesNotContain("/jobs/restored/cancel"));
        assertThat(get("/api/jobs/restored").body())
                .contains("\"restoration\":{")
                .contains("\"state\":\"FAILED\"");

        tell(Told.restoring("restored", 3), Told.started("restored", "t"), Told.completed("restored", "t", 0.875));
        await().untilAsserted(() -> assertThat(get("/jobs/restored").body())
                .contains(">COMPLETED<", "87.50 %", "Its files were restored at")
                .doesNotContain("Its files are gone"));
    }

    @Test
    void aPageSaysThatAResultIsPinned() {
        tell(Told.queued("pinned", 1), Told.started("pinned", "r"), Told.completed("pinned", "r", 0.875));
        tell(Told.pinned("pinned", true, 100));
        await().untilAsserted(() -> assertThat(get("/jobs/pinned").body())
                .contains("Pinned since 2026-", ": for the paper. Its files are not deleted."));
        assertThat(get("/api/jobs/pinned").body()).contains("\"pinned\":{\"since\"");

        tell(Told.pinned("pinned", false, 101));
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
