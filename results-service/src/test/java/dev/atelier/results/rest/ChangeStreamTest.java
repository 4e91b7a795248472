package dev.atelier.results.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;
import dev.atelier.results.SampleEvents;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Changes are sent to whoever follows them. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class ChangeStreamTest extends ServiceTest {
    @Test
    void changesAreSentAsTheyAreCommittedAndResumedWithoutLossOrRepetition() throws Exception {
        log.publish(
                SampleEvents.queued("live", 1),
                SampleEvents.started("live", "r"),
                SampleEvents.epoch("live", "r", 1),
                SampleEvents.epoch("live", "r", 2));
        awaitEpochs("live", 2);
        List<StreamEvent> first = events("/api/events?job=live&after=start", "", 3);
        assertThat(first).extracting(StreamEvent::epoch).contains(1, 2);
        String lastId =
                first.stream().map(StreamEvent::id).filter(id -> !id.isEmpty()).reduce("", (a, b) -> b);

        log.publish(
                SampleEvents.resumed("live", "s", "r", 2),
                SampleEvents.epoch("live", "r", 1).publishedBy(0, "s"),
                SampleEvents.epoch("live", "r", 2).publishedBy(0, "s"),
                SampleEvents.epoch("live", "s", 3));
        awaitEpochs("live", 3);
        json("/api/admin/rebuild", "POST");

        List<StreamEvent> second = events("/api/events?job=live", lastId, 2);
        assertThat(second)
                .filteredOn(event -> event.type().equals("epoch"))
                .extracting(StreamEvent::epoch)
                .containsExactly(3);
    }

    @Test
    void aStreamOfAStudySendsJobsThatWereThereBefore() throws Exception {
        log.publish(
                SampleEvents.queued("early", 1),
                SampleEvents.started("early", "r"),
                SampleEvents.epoch("early", "r", 1));
        awaitEpochs("early", 1);
        log.publish(SampleEvents.study("late", "late-12345678", "early"));
        await().until(exists("/api/studies/late-12345678"));

        assertThat(events("/api/events?study=late-12345678&after=start", "", 2))
                .extracting(StreamEvent::epoch)
                .contains(1);
    }

    @Test
    void aStreamOfPositionsHasAnEventWithoutContentForWhateverIsCommitted() throws Exception {
        log.publish(SampleEvents.queued("positioned", 1));
        awaitState("positioned", "QUEUED");
        try (RawClient client = new RawClient(service)) {
            client.request("GET", "/api/events?only=position", "Host: " + service.getAuthority());
            client.readTo("event:position");
            client.readTo("\n\n");
            log.publish(SampleEvents.dataset());

            assertThat(client.readTo("event:position")).doesNotContain("event:job");
            assertThat(client.readTo("\n\n")).contains("data:{}");
        }
        assertThat(refusal("/api/events?only=news", 400)).contains("only is 'news'; expected one of position");
    }

    private record StreamEvent(String type, String id, JsonNode data) {
        int epoch() {
            return type.equals("epoch") ? data.path("epoch").asInt() : 0;
        }
    }

    /** The first events of a stream, the opening position not counted. */
    private List<StreamEvent> events(String path, String lastEventId, int count) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.resolve(path)).timeout(Duration.ofSeconds(30));
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<Stream<String>> response = http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        List<StreamEvent> events = new ArrayList<>();
        try (Stream<String> lines = response.body()) {
            Iterator<String> line = lines.iterator();
            String type = "";
            String id = "";
            String data = "";
            while (events.size() < count && line.hasNext()) {
                String next = line.next();
                if (next.startsWith("event:")) {
                    type = next.substring(6).strip();
                } else if (next.startsWith("id:")) {
                    id = next.substring(3).strip();
                } else if (next.startsWith("data:")) {
                    data = next.substring(5).strip();
                } else if (next.isEmpty() && !type.isEmpty()) {
                    if (!type.equals("position")) {
                        events.add(new StreamEvent(type, id, Json.read(data.getBytes(UTF_8), JsonNode.class)));
                    }
                    type = "";
                    id = "";
                }
            }
        }
        return events;
    }
}
