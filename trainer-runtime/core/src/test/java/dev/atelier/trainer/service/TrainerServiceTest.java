package dev.atelier.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.job.Family;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.localstack.Infrastructure;
import dev.atelier.trainer.algorithm.TrainingAlgorithm;
import dev.atelier.trainer.dataset.RandomDataset;
import dev.atelier.trainer.run.TestJobs;
import dev.atelier.trainer.run.TinyAlgorithm;
import dev.atelier.trainer.run.ToldEvents;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The service as an application has it, over HTTP and Kafka alone. */
@QuarkusTest
@Isolated
@QuarkusTestResource(TestService.class)
class TrainerServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TestHTTPResource("/q/")
    private URI service;

    /** What an application brings along. */
    static final class Application {
        @Produces
        @Singleton
        TrainingAlgorithm algorithm() {
            return new TinyAlgorithm(TinyAlgorithm.BeforeStep.NOTHING);
        }
    }

    @Test
    void theServiceTakesJobsStaysHealthyAndCountsThem() throws Exception {
        await().atMost(PATIENCE).until(() -> get("health/ready").contains("\"status\": \"UP\",\n    \"checks\""));
        String broker = Infrastructure.bootstrapServers();
        DatasetManifest dataset = RandomDataset.publish(broker, "served", 200, 50);
        String topic = Topics.jobs(Family.MLP).topicName();
        try (TestJobs jobs = new TestJobs(broker, topic);
                ToldEvents told = new ToldEvents(broker)) {
            String unreadable = TestJobs.newId();
            jobs.add("not-a-job", new byte[] {'{'});
            jobs.add(unreadable, "{\"job\": \"%s\"}".formatted(unreadable).getBytes(StandardCharsets.UTF_8));
            String job = jobs.add(TestJobs.small("{}"), dataset);
            await().atMost(PATIENCE)
                    .until(() -> !told.of(job, JobCompleted.class).isEmpty());
            assertThat(told.of(unreadable, JobFailed.class)).hasSize(1);
        }
        assertThat(get("health/live")).contains("job-queue").doesNotContain("DOWN");
        assertThat(get("health/ready")).doesNotContain("DOWN");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get("metrics"))
                        .contains("atelier_runs_total{family=\"mlp\",reason=\"none\",state=\"completed\"} 1.0")
                        .contains("atelier_runs_total{family=\"mlp\",reason=\"unreadable\",state=\"failed\"} 1.0")
                        .contains("atelier_runs_total{family=\"mlp\",reason=\"none\",state=\"cancelled\"} 0.0")
                        .contains("atelier_epoch_duration_seconds_count{family=\"mlp\"} 4")
                        .contains("atelier_queue_deliveries_total{family=\"mlp\"} 3.0")
                        .contains("atelier_queue_set_aside_total{family=\"mlp\"} 1.0")
                        .contains("atelier_jobs_held{family=\"mlp\"} 0.0"));
    }

    private String get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(service.resolve(path)).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
