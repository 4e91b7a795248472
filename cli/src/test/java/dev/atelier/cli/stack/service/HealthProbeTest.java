package dev.atelier.cli.stack.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.cli.AnsweringServer;
import dev.atelier.cli.AnsweringServer.Answer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthProbeTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private AnsweringServer server;
    private int status = 503;
    private String body = "";

    @BeforeEach
    void start() throws Exception {
        server = AnsweringServer.start(
                request -> request.getRequestURI().getPath().equals("/q/health/ready")
                        ? new Answer(status, body)
                        : new Answer(404, ""));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void givesEveryCheckThatIsDownWithItsReason() {
        body = """
                {"status": "DOWN", "checks": [
                  {"name": "Kafka", "status": "UP", "data": {"reason": "none"}},
                  {"name": "machine", "status": "DOWN", "data": {"reason": "The folder /x cannot be written to", "n": 1}},
                  {"name": "trainer", "status": "DOWN", "data": {"queue": true, "controls": false}},
                  {"name": "bare", "status": "DOWN"}]}
                """;

        assertThat(health())
                .isEqualTo(new Health(
                        Health.Status.DOWN,
                        java.util.List.of(
                                "machine: The folder /x cannot be written to",
                                "trainer: queue is true, controls is false",
                                "bare is down")));
    }

    @Test
    void isUpOrElseStatesWhatItGot() {
        status = 200;
        assertThat(health()).isEqualTo(Health.UP);
        status = 500;
        body = "<html>";
        assertThat(health().reasons()).containsExactly("responded with status 500");
        body = "";
        assertThat(health().reasons()).containsExactly("responded with status 500");
    }

    @Test
    void letsNoReasonDisturbATerminalOrGrowWithoutBound() {
        body = "{\"checks\": [{\"name\": \"machine\", \"status\": \"DOWN\", \"data\": {\"reason\": \"a\\u001b[2J\\nb"
                + "x".repeat(2000) + "\"}}]}";

        assertThat(health().reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason)
                        .startsWith("machine: a [2J b")
                        .doesNotContainPattern("\\p{Cntrl}")
                        .hasSizeLessThan(600));
    }

    @Test
    void reportsThatNobodyAnswers() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(new HealthProbe(deaf.getLocalPort(), Duration.ofMillis(200)).readiness())
                    .isEqualTo(Health.silent(deaf.getLocalPort()));
        }
    }

    private Health health() {
        return new HealthProbe(server.port(), TIMEOUT).readiness();
    }
}
