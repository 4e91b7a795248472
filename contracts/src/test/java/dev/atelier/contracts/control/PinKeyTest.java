package dev.atelier.contracts.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PinKeyTest {
    private static final String JOB = "0123456789abcdef0123";
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");

    @Test
    void aKeyPinsTheJobThatItBeginsWith() {
        assertThat(PinKey.of(JOB)).isEqualTo(JOB + "/pin");
        assertThat(PinKey.job(PinKey.of(JOB))).contains(JOB);
        assertThat(PinKey.job(JOB)).isEmpty();
        assertThat(PinKey.job("a-study-12345678")).isEmpty();
    }

    @Test
    void aKeyThatPinsNoJobIsRefused() {
        assertThatThrownBy(() -> PinKey.job("../../x/pin")).hasMessageContaining("20 hexadecimal digits");
        assertThatThrownBy(() -> PinKey.job("/pin")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PinKey.of("x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEmptyRecordTakesThePinBack() {
        assertThat(PinKey.read(null, NOW)).isEmpty();
        assertThat(PinKey.read(new byte[0], NOW)).isEmpty();
        assertThat(PinKey.read("{\"action\":\"pin\",\"reason\":\"mine\"}".getBytes(UTF_8), NOW))
                .contains(new JobControl("pin", "mine", NOW));
    }

    @Test
    void whatIsNoPinIsRefused() {
        assertThatThrownBy(() -> PinKey.read("{\"action\":\"cancel\"}".getBytes(UTF_8), NOW))
                .hasMessage("action is \"cancel\"; expected \"pin\", or an empty record to remove the pin");
        assertThatThrownBy(() -> PinKey.read("null".getBytes(UTF_8), NOW))
                .hasMessage("the control is null; expected a JSON object such as {\"action\":\"pin\"}");
        assertThatThrownBy(() -> PinKey.read("{}".getBytes(UTF_8), NOW))
                .hasMessage("action is missing; expected \"pin\"");
    }
}
