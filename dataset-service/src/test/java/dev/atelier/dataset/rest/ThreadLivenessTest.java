package dev.atelier.dataset.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadLivenessTest {
    @ParameterizedTest
    @CsvSource({
        "true,  1,   1,   true,  UP",
        "false, 1,   1,   true,  DOWN",
        "true,  200, 1,   true,  DOWN",
        "true,  1,   200, true,  DOWN",
        "true,  200, 200, false, UP",
        "false, 1,   1,   false, DOWN"
    })
    void aThreadThatIsGoneOrSilentIsNoticed(
            boolean atWork, long ledgerSeconds, long deskSeconds, boolean open, Status status) {
        var response = ThreadLiveness.response(
                atWork, Duration.ofSeconds(ledgerSeconds), Duration.ofSeconds(deskSeconds), open);

        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(response.getData().orElseThrow()).containsEntry("ledgerSeconds", ledgerSeconds);
    }
}
