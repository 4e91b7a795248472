package dev.atelier.results.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.results.Told;
import dev.atelier.results.ingest.EventWriter;
import dev.atelier.results.rest.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpResponse;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The pages of jobs, of a service with a real broker and a real database. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class JobPagesTest {
    @TestHTTPResource
    URI service;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "atelier.results.topic")
    String topic;

    @Test
    void aPageFollowsItsJobFromTheQueueToTheResult() {
        try (EventWriter log = new EventWriter(bootstrapServers, topic)) {
            log.tell(Told.queued("followed", 1));
            await().untilAsserted(() -> assertThat(page())
                    .contains(">QUEUED<", "value=\"0\"", "id=\"loss\"", "id=\"accuracy\"")
                    .contains("<th scope=\"row\">training.epochs</th>")
                    .doesNotContain("On the test images", "Attempts"));

            log.tell(Told.started("followed", "r"), Told.epoch("followed", "r", 1));
            await().untilAsserted(() -> assertThat(page())
                    .contains(">RUNNING<", "value=\"1\"", "data-live=\"RUNNING-1-1\"", "Attempts")
                    .doesNotContain("On the test images"));

            log.tell(Told.epoch("followed", "r", 5), Told.completed("followed", "r", 0.875));
            await().untilAsserted(() -> assertThat(page())
                    .contains(">COMPLETED<", "87.50 %", "On the test images", "id=\"job-confusion\"")
                    .doesNotContain("NOT_FOUND"));
        }
    }

    @Test
    void aJobThatIsNotThereIsNotFound() {
        assertThat(get("/jobs/nobody").statusCode()).isEqualTo(404);
    }

    private String page() {
        return get("/jobs/followed").body();
    }

    private HttpResponse<String> get(String path) {
        return Pages.get(service, path);
    }
}
