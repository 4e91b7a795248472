package dev.atelier.contracts.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atelier.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobControlTest {
    private static final Instant WRITTEN = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void aControlMayLeaveOutItsReasonAndItsTime() {
        assertThat(read("{\"action\":\"cancel\"}")).isEqualTo(new JobControl("cancel", "", WRITTEN));
    }

    @Test
    void anActionOfALaterVersionIsRead() {
        assertThat(read("{\"action\":\"postpone\",\"until\":3}").action()).isEqualTo("postpone");
    }

    @Test
    void aPauseIsWrittenAsItIsRead() {
        JobControl pause = new JobControl(JobControl.PAUSE, "for the night", 2, true, WRITTEN);

        assertThat(Json.tree(pause).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("action", "reason", "round", "now", "time");
        assertThat(read(Json.text(pause))).isEqualTo(pause);
        assertThat(read("{\"action\":\"pause\"}").now()).isFalse();
        assertThat(Json.text(pause.ofRound(0))).doesNotContain("round");
    }

    @Test
    void aReasonIsFitToBeShown() {
        JobControl control = read("{\"action\":\"cancel\",\"reason\":\"a\\u001b[2Jb" + "c".repeat(5000) + "\"}");
        assertThat(control.reason()).startsWith("a\uFFFD[2Jbccc").hasSize(1000).endsWith("…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                "7",
                "[]",
                "{}",
                "{\"action\":null}",
                "{\"action\":\" \"}",
                "{\"action\":{}}",
                "{\"action\":\"cancel\",\"time\":\"soon\"}",
                "{\"action\":\"cancel\",\"time\":1e99999}",
                "{\"action\":\"cancel\"} {}",
                "cancel",
            })
    void anythingElseIsRefusedWithASentence(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(value)).withMessageContaining("expected");
    }

    private static JobControl read(String json) {
        return JobControl.read(json.getBytes(StandardCharsets.UTF_8), WRITTEN);
    }
}
