package dev.atelier.results.page;

import dev.atelier.contracts.event.Event;
import dev.atelier.results.ingest.EventWriter;
import dev.atelier.results.rest.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tests of pages: a service with a real broker and a real database, which receives events. */
@QuarkusTestResource(Backends.class)
abstract class PageTest {
    static {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(3));
    }

    @TestHTTPResource
    URI service;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "atelier.results.topic")
    String topic;

    final void publish(Event... events) {
        try (EventWriter log = new EventWriter(bootstrapServers, topic)) {
            log.publish(events);
        }
    }

    /** Sends the request of a browser. */
    final HttpResponse<String> get(String path) {
        return send(request(path));
    }

    /** Sends a form as a browser does. */
    final HttpResponse<String> post(String path, String form, String... headers) {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.resolve(path))
                .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
