package dev.atelier.results.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.TrainerResumed;
import dev.atelier.contracts.event.TrainerSuspended;
import dev.atelier.results.SampleEvents;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What operators see of the service and have it do. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class OperationsTest extends ServiceTest {
    @Inject
    CountedRebuilds rebuilds;

    @Test
    void mistakesAreAnsweredWithASentence() {
        assertThat(refusal("/api/jobs/nobody", 404)).startsWith("There is no job 'nobody'");
        assertThat(refusal("/api/jobs/nobody/epochs", 404)).startsWith("There is no job 'nobody'");
        assertThat(refusal("/api/studies/nobody", 404)).startsWith("There is no study 'nobody'");
        assertThat(refusal("/api/submissions/nobody", 404)).startsWith("Submission 'nobody' is not known");
        assertThat(refusal("/api/nothing", 404)).startsWith("There is nothing at /api/nothing");
        assertThat(refusal("/api/jobs?state=DONE", 400))
                .isEqualTo("state is 'DONE'; expected one of QUEUED, RUNNING, PAUSED, COMPLETED, FAILED, CANCELLED");
        assertThat(refusal("/api/jobs?limit=0", 400)).isEqualTo("limit is '0'; expected a whole number from 1 to 1000");
        assertThat(refusal("/api/events?after=yesterday", 400)).contains("the position is 'yesterday'");
    }

    @Test
    void aRebuildAnswersWhatItDid() {
        publishCompleted("rebuilt");

        JsonNode report = json("/api/admin/rebuild", "POST");

        assertThat(report.path("records").asLong()).isPositive();
        assertThat(report.path("rows").path("jobs").asLong()).isPositive();
        assertThat(report.path("events").path("JobCompleted").asLong()).isPositive();
        assertThat(json("/api/jobs/rebuilt").path("state").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void aSiteWhoseNameIsMadeToLeadHereRebuildsNothing() throws Exception {
        int before = rebuilds.count();
        for (String host : List.of("evil.example:8180", "localhost:8180")) {
            try (RawClient browser = new RawClient(service)) {
                browser.request("POST", "/api/admin/rebuild", "Host: " + host, "Sec-Fetch-Site: same-origin");
                String status = host.startsWith("evil") ? "HTTP/1.1 421 " : "HTTP/1.1 200 ";
                assertThat(browser.readTo("\r\n")).as(host).startsWith(status);
            }
        }
        assertThat(rebuilds.count()).isEqualTo(before + 1);
    }

    @Test
    void whyNoTrainerTakesAJobIsReportedUntilOneDoes() throws Exception {
        String reason = "the folder of checkpoints, /data, cannot be written to: Read-only file system";
        Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        log.publish(
                SampleEvents.queued("held-up", 1),
                SampleEvents.suspended("silent", SampleEvents.time(1)),
                new TrainerSuspended("mlp-trainer on a", "mlp", "storage", reason, since, since));
        awaitState("held-up", "QUEUED");
        String said = "mlp-trainer on a has taken none since " + since + ": " + reason;

        await().until(() ->
                json("/api/jobs/held-up").path("queueReason").asText().equals(said));
        assertThat(get("/jobs/held-up").body())
                .contains(
                        ": mlp-trainer on a has taken none since <time datetime=\"" + since + "\">",
                        " UTC</time>: " + reason + "</dd>");
        assertThat(json("/api/fleet").at("/items/0/suspended")).hasSize(1);
        assertThat(json("/api/fleet").at("/items/0/notice").asText()).endsWith(", and " + said);

        log.publish(SampleEvents.started("held-up", "r"));
        awaitState("held-up", "RUNNING");
        assertThat(json("/api/jobs/held-up").path("queueReason").isNull()).isTrue();
        log.publish(new TrainerResumed("mlp-trainer on a", "mlp", since));
        await().until(() -> json("/api/fleet").at("/items/0/suspended").isEmpty());
    }

    @Test
    void aFamilyWithoutATrainerIsNamedWhereJobsWait() {
        log.publish(SampleEvents.queued("stranded", 1));
        awaitState("stranded", "QUEUED");

        JsonNode mlp = json("/api/fleet").at("/items/0");

        assertThat(mlp.path("family").asText()).isEqualTo("mlp");
        assertThat(mlp.path("trainers").asInt(-1)).isZero();
        assertThat(mlp.path("notice").asText()).contains("no mlp trainer is running");
    }

    @Test
    void metersHaveFixedLabelsAndHealthIsReported() {
        publishCompleted("metered");

        await().untilAsserted(() -> assertThat(get("/q/metrics").body())
                .contains("atelier_jobs{family=\"mlp\",state=\"COMPLETED\"}")
                .contains("atelier_queue_age_seconds{family=\"cnn\"} 0.0")
                .contains("atelier_progress_age_seconds{family=\"cnn\"} 0.0")
                .contains("atelier_events_projected_total{type=\"JobCompleted\"}")
                .contains("atelier_projection_lag_records 0.0")
                .contains("atelier_projection_lag_seconds 0.0")
                .contains("atelier_rejections_projected_total{reason=\"schema\"}")
                .contains("atelier_epoch_duration_seconds_count")
                .doesNotContain("metered"));
        await().until(() -> get("/q/health/ready").statusCode() == 200);
        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void whatTheDatasetServiceAnswersIsRefusedWithAReasonWhereItIsNotThere() {
        for (String path : List.of("submissions", "jobs/x/cancel", "jobs/x/pin?reason=y", "studies/x/edit")) {
            HttpResponse<String> response = send(
                    "/api/" + path,
                    "POST",
                    HttpRequest.BodyPublishers.ofString("{}"),
                    "Content-Type",
                    "application/json");

            assertThat(response.statusCode()).as(path).isEqualTo(503);
            assertThat(parse(response).path("reason").asText())
                    .startsWith("The dataset-service does not respond at http://localhost:1");
        }
        assertThat(refusal("/api/catalogue", 503)).startsWith("The dataset-service does not respond");
    }

    @Test
    void aBodyThatTheDatasetServiceDoesNotReadIsNotSentToIt() {
        HttpResponse<String> response =
                send("/api/submissions", "POST", HttpRequest.BodyPublishers.ofByteArray(new byte[4_000_000]));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(parse(response).path("reason").asText())
                .isEqualTo("The body has 4000000 bytes; expected at most 3145728");
    }

    @Test
    void aBodyThatIsLargerThanASubmissionIsLeftToTheDatasetServiceToReject() {
        HttpResponse<String> response =
                send("/api/submissions", "POST", HttpRequest.BodyPublishers.ofByteArray(new byte[2_000_000]));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(parse(response).path("reason").asText()).startsWith("The dataset-service does not respond");
    }

    @Test
    void theInterfaceIsDescribed() {
        assertThat(get("/openapi.yaml").body())
                .contains("/api/jobs/{id}/epochs")
                .contains("/api/jobs/{id}/artifacts/{name}")
                .contains("/api/studies/{id}")
                .contains("/api/events")
                .contains("/api/fleet")
                .contains("/api/admin/rebuild")
                .contains("testAccuracy");
    }
}
