package dev.atelier.results.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.job.Priority;
import dev.atelier.results.SampleEvents;
import io.quarkus.test.junit.QuarkusTest;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** How urgent jobs are and whose, and what the pages say of a job that lost its trainer. */
@QuarkusTest
class JobPriorityTest extends PageTest {
    @Test
    void jobsAreFoundByTheirPriorityAndTheirOwner() {
        publish(
                SampleEvents.queued("urgent", 1, Priority.HIGH, "ada & co"),
                SampleEvents.queued("patient", 1, Priority.LOW, "bob"),
                SampleEvents.queued("usual", 1));

        await().untilAsserted(() -> assertThat(
                        get("/api/jobs?priority=high&name=urgent").body())
                .contains("\"id\":\"urgent\"", "\"priority\":\"high\"", "\"owner\":\"ada & co\""));
        await().untilAsserted(() ->
                assertThat(get("/api/jobs/usual").body()).contains("\"priority\":\"normal\"", "\"owner\":null"));
        assertThat(get("/api/jobs?owner=bob").body()).contains("\"id\":\"patient\"", "\"total\":1");
        assertThat(get("/api/jobs?owner=bob&priority=high").body()).contains("\"total\":0");
        assertThat(get("/api/jobs?priority=normal&name=usual").body()).contains("\"id\":\"usual\"");
        assertThat(get("/api/jobs?priority=normal&name=urgent").body()).contains("\"total\":0");
        assertThat(get("/api/jobs?priority=HIGH").body())
                .contains("priority is 'HIGH'; expected one of high, normal, low");
        assertThat(get("/api/csv/jobs?owner=bob").body()).contains("reason,priority,owner", ",low,bob,");

        String list = get("/?name=urgent").body();
        assertThat(list)
                .contains(
                        "<small class=\"mark\">high priority</small>",
                        "for <a href=\"/?owner=ada%20%26%20co\" title=\"jobs of this owner\">ada &amp; co</a>");
        assertThat(get("/?name=usual").body()).doesNotContain("priority</small>", "jobs of this owner");
        assertThat(get("/?owner=ada%20%26%20co&priority=high&state=QUEUED&family=mlp")
                        .body())
                .contains(
                        "id=\"job-urgent\"",
                        "name=\"owner\" value=\"ada &amp; co\"",
                        "<option selected>high</option>",
                        "<option selected>QUEUED</option>",
                        "<option selected>mlp</option>",
                        "all jobs");
        assertThat(get("/jobs/urgent").body())
                .contains("<dt>Priority</dt><dd>high</dd>", "<dt>Owner</dt><dd><a href=\"/?owner=ada%20%26%20co\">");
    }

    @Test
    void aHigherPriorityOfAnotherRequestRaisesThatOfTheJobWhicheverIsReadFirst() {
        publish(
                SampleEvents.accepted("raises-1", "raised-before", 1, Priority.HIGH),
                SampleEvents.queued("raised-before", 1, Priority.LOW, null),
                SampleEvents.queued("raised-after", 1),
                SampleEvents.accepted("raises-2", "raised-after", 1, Priority.HIGH),
                SampleEvents.queued("not-lowered", 1),
                SampleEvents.accepted("requests", "not-lowered", 1, Priority.NORMAL),
                SampleEvents.accepted("lowers", "not-lowered", 1, Priority.LOW),
                SampleEvents.queued("in-next-round", 1),
                SampleEvents.accepted("raises-3", "in-next-round", 1, Priority.HIGH),
                SampleEvents.paused("in-next-round", 1, null, 0),
                SampleEvents.queued("in-next-round", 2),
                SampleEvents.queued("after-end", 1, Priority.HIGH, null),
                SampleEvents.accepted("raises-4", "after-end", 1, Priority.HIGH),
                SampleEvents.failed("after-end", null),
                SampleEvents.queued("after-end", 2));

        for (String raised : new String[] {"raised-before", "raised-after", "in-next-round"}) {
            await().untilAsserted(() -> assertThat(
                            get("/api/jobs?priority=high&name=" + raised).body())
                    .contains("\"id\":\"" + raised + "\"", "\"priority\":\"high\""));
        }
        await().untilAsserted(
                        () -> assertThat(get("/api/jobs/after-end").body()).contains("\"round\":2"));
        for (String normal : new String[] {"not-lowered", "after-end"}) {
            await().untilAsserted(() -> assertThat(
                            get("/api/jobs?priority=normal&name=" + normal).body())
                    .contains("\"id\":\"" + normal + "\"", "\"priority\":\"normal\""));
        }
        assertThat(get("/api/jobs?priority=low&name=raised-before").body()).contains("\"total\":0");
    }

    @Test
    void aStudyThatIsSubmittedAgainHasTheLatterPriority() {
        publish(
                SampleEvents.queued("stepped-back", 1, Priority.HIGH, null),
                SampleEvents.study("steps-1", "steps-12345678", "stepped-back", Priority.HIGH, 1),
                SampleEvents.study("steps-2", "steps-12345678", "stepped-back", Priority.LOW, 2));

        await().untilAsserted(() -> assertThat(
                        get("/api/jobs?priority=low&name=stepped-back").body())
                .contains("\"id\":\"stepped-back\"", "\"priority\":\"low\""));
    }

    @Test
    void aStudyHasThePriorityAndTheOwnerOfEachJobAndComparesJobsOfAllPriorities() {
        publish(
                SampleEvents.queued("member-urgent", 1, Priority.HIGH, "ada"),
                SampleEvents.accepted("requests-urgent", "member-urgent", 1, Priority.HIGH),
                SampleEvents.queued("member-other", 1),
                SampleEvents.queued("member-usual", 1),
                SampleEvents.study(
                        "asked-priorities", "priorities-12345678", "member-urgent", "member-other", "member-usual"));

        await().untilAsserted(() -> assertThat(
                        get("/api/studies/priorities-12345678/members").body())
                .contains(
                        "\"state\":\"QUEUED\",\"priority\":\"high\",\"owner\":\"ada\"",
                        "\"state\":\"QUEUED\",\"priority\":\"normal\",\"owner\":null",
                        "\"job\":\"member-usual\""));
        assertThat(get("/api/studies/priorities-12345678/members").body()).doesNotContain("(configuration");
    }

    @Test
    void aJobThatLostItsTrainerToAMoreUrgentOneWaitsAndItsPageSaysWhy() {
        publish(
                SampleEvents.queued("preempted", 1),
                SampleEvents.started("preempted", "preempted-run"),
                SampleEvents.epoch("preempted", "preempted-run", 1),
                SampleEvents.preempted("preempted", 1, "preempted-run", 1),
                SampleEvents.queued("preempted", 2));

        await().untilAsserted(() -> assertThat(get("/api/jobs/preempted").body())
                .contains(
                        "\"state\":\"QUEUED\"",
                        "\"round\":2",
                        "\"waitingKind\":\"preempted\"",
                        "\"reason\":\"A more urgent job took its trainer; the job waits again\"",
                        "\"state\":\"PREEMPTED\""));
        assertThat(get("/jobs/preempted").body())
                .contains(
                        "A more urgent job took its trainer; the job waits again. It lost its trainer at",
                        "continues after epoch 1",
                        "PREEMPTED <small class=\"soft\">a more urgent job took its trainer")
                .doesNotContain("returned this job to the queue");
    }

    @Test
    void aJobThatMakesRoomIsNotShownAsPaused() {
        publish(
                SampleEvents.queued("between", 1),
                SampleEvents.started("between", "between-run"),
                SampleEvents.epoch("between", "between-run", 1),
                SampleEvents.preempted("between", 1, "between-run", 1),
                SampleEvents.queued("prepared", 1),
                SampleEvents.preempted("prepared", 1, null, 0),
                SampleEvents.study("makes-room", "between-12345678", "between", "prepared"));

        await().untilAsserted(() -> assertThat(get("/jobs/prepared").body())
                .contains("A more urgent job takes its turn.")
                .doesNotContain("Once it is resumed", "returned this job to the queue"));
        await().untilAsserted(() -> assertThat(get("/jobs/between").body())
                .contains("A more urgent job took its trainer; the job waits again. It lost its trainer at")
                .doesNotContain("Once it is resumed"));
        await().untilAsserted(() -> assertThat(get("/studies/between-12345678").body())
                .contains("0 running, 2 waiting")
                .doesNotContain("paused</span>"));
    }

    @Test
    void aJobWaitsSinceItWasFirstQueuedWhateverGoesFirst() {
        JobQueued first = SampleEvents.queued("waits-long", 1);
        publish(
                first,
                SampleEvents.preempted("waits-long", 1, null, 0),
                first.postponed(first.time().plusSeconds(3600)));

        await().untilAsserted(() -> assertThat(get("/api/jobs/waits-long").body())
                .contains("\"round\":2", "\"queuedAt\":\"" + first.time().truncatedTo(ChronoUnit.MICROS) + "\""));
    }
}
