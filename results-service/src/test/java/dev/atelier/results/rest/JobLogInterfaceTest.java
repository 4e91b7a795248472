package dev.atelier.results.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.results.LogWriter;
import dev.atelier.results.SampleEvents;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log of a job, as the interface and the page show it. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class JobLogInterfaceTest extends ServiceTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @ConfigProperty(name = "atelier.results.log-topic")
    String logTopic;

    private LogWriter lines;

    @BeforeEach
    void openLog() {
        lines = new LogWriter(bootstrapServers, logTopic);
    }

    @AfterEach
    void closeLog() {
        lines.close();
    }

    @Test
    void aLogIsReadByItsEndAndOnFromAnyLine() {
        String job = "a0000000000000000001";
        publishTwoAttempts(job);
        for (int line = 1; line <= 9; line++) {
            lines.write(LogWriter.line(job, line <= 5 ? "r" : "s", line));
        }
        awaitLines(job, 9);

        JsonNode last = json("/api/jobs/" + job + "/log?limit=3");
        assertThat(last.path("total").asInt()).isEqualTo(9);
        assertThat(messages(last)).containsExactly("line 7", "line 8", "line 9");
        assertThat(last.at("/items/0/attempt").asInt()).isEqualTo(2);
        assertThat(last.at("/items/0/stack").isNull()).isTrue();
        assertThat(last.at("/items/0/time").asText()).isEqualTo("2026-03-01T12:00:07Z");

        JsonNode first = json("/api/jobs/" + job + "/log?limit=4&after=start");
        assertThat(messages(first)).containsExactly("line 1", "line 2", "line 3", "line 4");
        String position = first.at("/items/3/position").asText();
        assertThat(messages(json("/api/jobs/" + job + "/log?after=" + position)))
                .containsExactly("line 5", "line 6", "line 7", "line 8", "line 9");
        String end = last.at("/items/2/position").asText();
        assertThat(messages(json("/api/jobs/" + job + "/log?after=" + end))).isEmpty();
        assertThat(messages(json("/api/jobs/" + job + "/log?attempt=1")))
                .containsExactly("line 1", "line 2", "line 3", "line 4", "line 5");
        assertThat(json("/api/jobs/" + job + "/log?attempt=3").path("total").asInt())
                .isZero();
    }

    @Test
    void linesOfALevelOrAboveAreReadAndUnknownLevelsAreInfo() {
        String job = "a0000000000000000002";
        log.publish(SampleEvents.queued(job, 1));
        awaitState(job, "QUEUED");
        lines.write(
                LogWriter.line(job, "r", 1, "info", "one", null),
                LogWriter.line(job, "r", 2, "trace", "two", null),
                LogWriter.line(job, "r", 3, "warn", "three", null),
                LogWriter.line(job, "r", 4, "error", "four", "java.lang.Error: four\n\tat A.b(A.java:1)\n"));
        awaitLines(job, 4);

        assertThat(messages(json("/api/jobs/" + job + "/log?level=info")))
                .containsExactly("one", "two", "three", "four");
        assertThat(messages(json("/api/jobs/" + job + "/log?level=warn"))).containsExactly("three", "four");
        assertThat(messages(json("/api/jobs/" + job + "/log?level=error&after=start")))
                .containsExactly("four");
        assertThat(json("/api/jobs/" + job + "/log").at("/items/0/attempt").isNull())
                .isTrue();
        assertThat(get("/api/jobs/" + job + "/log.txt?level=warn").body()).isEqualTo("""
                        2026-03-01T12:00:03Z  warn   attempt –  three
                        2026-03-01T12:00:04Z  error  attempt –  four
                            java.lang.Error: four
                            \tat A.b(A.java:1)
                        """);
    }

    @Test
    void aWholeLogOfManyPagesIsTextAndNothingOfItIsObeyed() {
        String job = "a0000000000000000003";
        log.publish(SampleEvents.queued(job, 1));
        awaitState(job, "QUEUED");
        for (int line = 1; line <= 2_100; line++) {
            lines.write(LogWriter.line(job, "r", line, "info", "line " + line + "\u001b[2J\nrow \u202e", null));
        }
        awaitLines(job, 2_100);

        HttpResponse<String> text = get("/api/jobs/" + job + "/log.txt");

        assertThat(text.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(text.body().lines()).hasSize(2_100).allMatch(line -> line.startsWith("2026-03-01T12:"));
        assertThat(text.body())
                .contains("line 2100\\u001b[2J\\u000arow \\u202e")
                .doesNotContain("\u001b", "\u202e");
    }

    @Test
    void whatCannotBeMeantIsRefusedWithASentence() {
        String job = "a0000000000000000004";
        log.publish(SampleEvents.queued(job, 1));
        awaitState(job, "QUEUED");
        String path = "/api/jobs/" + job + "/log";

        assertThat(json(path).path("total").asInt()).isZero();
        assertThat(refusal(path + "?after=later", 400)).contains("after is 'later'", "2:15", "start");
        assertThat(refusal(path + "?level=loud", 400)).contains("level is 'loud'", "info, warn, error");
        assertThat(refusal(path + "?attempt=0", 400)).contains("attempt");
        assertThat(refusal(path + "?limit=1001", 400)).contains("limit");
        assertThat(refusal("/api/jobs/nobody/log", 404)).contains("There is no job 'nobody'");
        assertThat(refusal("/api/jobs/nobody/log.txt", 404)).contains("There is no job 'nobody'");
    }

    @Test
    void newLinesAreSentToWhoFollowsTheJobAndAReconnectionLosesNone() throws IOException {
        String job = "a0000000000000000005";
        log.publish(SampleEvents.queued(job, 1));
        awaitState(job, "QUEUED");
        lines.write(LogWriter.line(job, "r", 1));
        awaitLines(job, 1);
        String last;
        try (Events events = events("/api/events?job=" + job)) {
            events.await("position");
            lines.write(LogWriter.line(job, "r", 2), LogWriter.line("a00000000000000000ff", "r", 3));
            String second = events.await("log");
            assertThat(second).contains("\"message\":\"line 2\"");
            last = events.id();
        }
        lines.write(LogWriter.line(job, "r", 4));

        try (Events events = events("/api/events?job=" + job, "Last-Event-ID", last)) {
            assertThat(events.await("log")).contains("\"message\":\"line 4\"");
        }
        try (Events events = events("/api/events?job=" + job + "&after=start")) {
            assertThat(events.await("log")).contains("\"message\":\"line 1\"");
        }
    }

    @Test
    void thePageShowsTheLastLinesAndEscapesWhatIsInThem() {
        String job = "a0000000000000000006";
        publishTwoAttempts(job);
        for (int line = 1; line <= 220; line++) {
            lines.write(LogWriter.line(job, "r", line));
        }
        lines.write(LogWriter.line(
                job, "s", 221, "error", "<script>alert(1)</script>\u001b\u202e", "<b>at A.b</b>\u202e\n\tat C.d\n"));
        awaitLines(job, 221);

        String page = get("/jobs/" + job).body();

        assertThat(page)
                .contains("The last 200 of 221 lines", "href=\"/api/jobs/" + job + "/log.txt\"")
                .contains("line 22</li>", "line 220</li>", "class=\"error\"", "<b>error</b>", "attempt 2")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;\\u001b\\u202e")
                .contains("<details><summary>Stack trace</summary><pre>&lt;b&gt;at A.b&lt;/b&gt;\\u202e\n\tat C.d")
                .doesNotContain("line 21</li>", "<script>alert", "\u001b", "\u202e");
        assertThat(page).containsPattern("id=\"log-\\d+-\\d+-2\" class=\"error\"");
    }

    @Test
    void recordsThatAreNoLinesAreAmongTheDeadLetters() {
        lines.write("a0000000000000000007", "<i>no line</i>".getBytes(UTF_8));

        await().atMost(LIMIT)
                .until(() -> json("/api/dead-letters?limit=1000")
                        .findValuesAsText("topic")
                        .contains("atelier.logs"));

        assertThat(get("/dead-letters").body()).contains("atelier.logs", "&lt;i&gt;no line&lt;/i&gt;");
        assertThat(get("/q/metrics").body()).contains("atelier_events_dead_letters_total{topic=\"atelier.logs\"} 1.0");
    }

    private void publishTwoAttempts(String job) {
        log.publish(
                SampleEvents.queued(job, 1),
                SampleEvents.started(job, "r"),
                SampleEvents.epoch(job, "r", 1),
                SampleEvents.resumed(job, "s", "r", 1));
        await().atMost(LIMIT).until(() -> {
            HttpResponse<String> response = get("/api/jobs/" + job);
            return response.statusCode() == 200
                    && parse(response).path("attempt").asInt() == 2;
        });
    }

    private void awaitLines(String job, int count) {
        await().atMost(LIMIT)
                .until(() -> json("/api/jobs/" + job + "/log").path("total").asInt() == count);
    }

    private static List<String> messages(JsonNode listing) {
        return listing.path("items").findValuesAsText("message");
    }

    private Events events(String path, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Events(http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream())
                    .body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A stream of server-sent events; it ends with the test's own time limit at the latest, as heartbeats keep coming. */
    private static final class Events implements AutoCloseable {
        private final InputStream stream;
        private final BufferedReader reader;
        private String id = "";

        Events(InputStream stream) {
            this.stream = stream;
            this.reader = new BufferedReader(new InputStreamReader(stream, UTF_8));
        }

        /** The data of the next event of a type. */
        String await(String type) throws IOException {
            long deadline = System.nanoTime() + LIMIT.toNanos();
            String name = "";
            String data = "";
            while (System.nanoTime() < deadline) {
                String line = reader.readLine();
                assertThat(line).as("the stream has ended").isNotNull();
                if (line.startsWith("event:")) {
                    name = line.substring("event:".length()).strip();
                } else if (line.startsWith("data:")) {
                    data = line.substring("data:".length()).strip();
                } else if (line.startsWith("id:")) {
                    id = line.substring("id:".length()).strip();
                } else if (line.isEmpty() && name.equals(type)) {
                    return data;
                }
            }
            throw new AssertionError("no event " + type + " came within " + LIMIT);
        }

        String id() {
            return id;
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
