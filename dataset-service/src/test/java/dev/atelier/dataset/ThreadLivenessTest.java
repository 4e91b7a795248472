package dev.atelier.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadLivenessTest {
    @ParameterizedTest
    @CsvSource({
        "'',      1,   1,   UP,   ''",
        "opening, 1,   1,   DOWN, ''",
        "'',      200, 1,   DOWN, ledger",
        "'',      1,   180, DOWN, processor",
        "'',      200, 200, DOWN, 'ledger, processor'"
    })
    void aThreadThatIsGoneOrSilentIsNamed(
            String ended, long ledgerSeconds, long processorSeconds, Status status, String hung) {
        var response = ThreadLiveness.response(
                Stream.of(ended).filter(name -> !name.isEmpty()).toList(),
                new TreeMap<>(Map.of(
                        "ledger",
                        Duration.ofSeconds(ledgerSeconds),
                        "processor",
                        Duration.ofSeconds(processorSeconds))),
                Duration.ofMinutes(3));

        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(response.getData().orElseThrow())
                .containsEntry("ended", ended)
                .containsEntry("hung", hung)
                .containsEntry("ledgerSeconds", ledgerSeconds);
    }
}
