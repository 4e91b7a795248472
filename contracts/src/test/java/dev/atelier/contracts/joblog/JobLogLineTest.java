package dev.atelier.contracts.joblog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden file holds a line as its version wrote it, and is never changed. */
class JobLogLineTest {
    private static final String JOB = "4f1c0000000000000000";
    private static final JobLogLine LINE = new JobLogLine(
            JOB,
            2,
            "0b7e6a52-3f3b-4c89-8a54-2d9d1f6f3a10",
            7,
            "mlp-trainer on node-3",
            "error",
            "error",
            "the run ends with an unexpected error: java.lang.IllegalStateException: index 5",
            "java.lang.IllegalStateException: index 5\n\tat dev.atelier.Step.take(Step.java:12)\n",
            Instant.parse("2026-03-01T12:00:00.123456Z"));

    @Test
    void theGoldenFileIsWhatIsWrittenAndReadToday() throws IOException {
        assertThat(Json.MAPPER.readTree(Json.bytes(LINE))).isEqualTo(golden());
        assertThat(JobLogLine.read(JOB, Json.bytes(golden()))).isEqualTo(LINE);
    }

    @Test
    void membersAndWordsOfLaterVersionsAreRead() throws IOException {
        ObjectNode later = golden();
        later.put("event", "warmedUp").put("level", "debug").putObject("device").put("name", "gpu");
        later.remove("stack");

        JobLogLine line = JobLogLine.read(JOB, Json.bytes(later));

        assertThat(line.event()).isEqualTo("warmedUp");
        assertThat(JobLogLevel.of(line.level())).isEqualTo(JobLogLevel.INFO);
        assertThat(line.stack()).isNull();
        assertThat(Json.text(line)).doesNotContain("stack");
    }

    @ParameterizedTest
    @ValueSource(strings = {"job", "run", "sequence", "trainer", "level", "event", "message", "time"})
    void aLineWithoutAMemberIsRefusedWithItsName(String member) throws IOException {
        ObjectNode line = golden();
        line.putNull(member);

        assertThatThrownBy(() -> JobLogLine.read(JOB, Json.bytes(line)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(member)
                .hasMessageContaining("expected");
    }

    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of("{}", "is missing"),
                Arguments.of("null", "null"),
                Arguments.of("", "empty"),
                Arguments.of("{", "cut off"),
                Arguments.of("[]", "expected"),
                Arguments.of(Json.text(LINE).replace("\"sequence\":7", "\"sequence\":-1"), "sequence is -1"),
                Arguments.of(Json.text(LINE).replace("\"round\":2", "\"round\":-2"), "round -2"),
                Arguments.of(Json.text(LINE).replace("\"sequence\":7", "\"sequence\":\"x\""), "sequence"),
                Arguments.of(Json.text(LINE).replace("2026-03-01", "yesterday"), "time"),
                Arguments.of(Json.text(LINE).replace(JOB, "../../etc"), "20 hexadecimal digits"),
                Arguments.of(Json.text(LINE).replace(JOB, "4f1c0000000000000001"), "the record's key"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void whatIsNoLineOfTheJobIsRefusedWithWhatIsWrong(String body, String reason) {
        assertThatThrownBy(() -> JobLogLine.read(JOB, body.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void ofALongTextTheBeginningIsKept() {
        JobLogLine line = new JobLogLine(
                JOB,
                1,
                "r",
                0,
                "t".repeat(300),
                "info",
                "e".repeat(300),
                "m".repeat(5_000),
                "s".repeat(1 << 20),
                LINE.time());

        assertThat(line.message()).hasSize(JobLogLine.LONGEST_MESSAGE).endsWith("m…");
        assertThat(line.stack()).hasSize(JobLogLine.LONGEST_STACK).endsWith("s…");
        assertThat(line.trainer()).hasSize(200);
        assertThat(line.event()).hasSize(200);
        assertThat(Json.bytes(line)).hasSizeLessThan(Json.bytes(LINE).length + 4 * JobLogLine.LONGEST_STACK);
    }

    @Test
    void noCharacterIsCutInTwo() {
        String message = "m".repeat(JobLogLine.LONGEST_MESSAGE - 2) + "😀".repeat(9);
        JobLogLine line = new JobLogLine(JOB, 1, "r", 0, "t", "info", "e", message, null, LINE.time());

        assertThat(line.message()).isEqualTo("m".repeat(JobLogLine.LONGEST_MESSAGE - 2) + "…");
    }

    @Test
    void everyWordIsUnique() {
        assertThat(Arrays.stream(JobLogEvent.values()).map(JobLogEvent::word)).doesNotHaveDuplicates();
        assertThat(JobLogLevel.values())
                .allSatisfy(level -> assertThat(JobLogLevel.of(level.word())).isEqualTo(level));
    }

    private static ObjectNode golden() throws IOException {
        try (InputStream in = JobLogLineTest.class.getResourceAsStream("JobLogLine.v1.json")) {
            assertThat(in).isNotNull();
            return (ObjectNode) Json.MAPPER.readTree(in.readAllBytes());
        }
    }
}
