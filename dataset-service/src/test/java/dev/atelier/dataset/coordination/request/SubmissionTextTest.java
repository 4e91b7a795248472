package dev.atelier.dataset.coordination.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SubmissionTextTest {
    private static final byte[] SOUND =
            utf8("{\"family\": \"mlp\", \"model\": {\"hidden\": [256, 256]}, \"name\": \"é\"}");

    @Test
    void anObjectIsRead() {
        assertThat(SubmissionText.read(Optional.of(SOUND)))
                .isInstanceOfSatisfying(
                        Checked.Valid.class,
                        valid -> assertThat(((ObjectNode) valid.value())
                                        .path("name")
                                        .asText())
                                .isEqualTo("é"));
    }

    @Test
    void theLargestIsReadAndOneByteMoreIsNot() {
        byte[] largest = Arrays.copyOf(SOUND, Topics.LARGEST_SUBMISSION);
        Arrays.fill(largest, SOUND.length, largest.length, (byte) ' ');

        assertThat(SubmissionText.read(Optional.of(largest))).isInstanceOf(Checked.Valid.class);
        assertThat(violation(Arrays.copyOf(largest, largest.length + 1)))
                .isEqualTo(new Violation("", "1048577 bytes", "at most 1048576 bytes"));
    }

    @Test
    void everyTruncationIsAnsweredWithASentence() {
        for (int length = 0; length < SOUND.length; length++) {
            Violation violation = violation(Arrays.copyOf(SOUND, length));
            assertThat(violation.value()).as("first %d bytes", length).isNotBlank();
            assertThat(violation.expected()).isNotBlank();
        }
    }

    @Test
    void whateverIsSentHasAnAnswer() {
        Random random = new Random(20_170_825);
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = SOUND.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            switch (SubmissionText.read(Optional.of(mutated))) {
                case Checked.Valid<ObjectNode>(ObjectNode object) ->
                    assertThat(object).isNotNull();
                case Checked.Invalid<ObjectNode>(var violations) ->
                    assertThat(violations)
                            .allSatisfy(violation -> assertThat(violation.sentence())
                                    .doesNotContain("\0")
                                    .hasSizeLessThan(500));
            }
        }
    }

    @Test
    void theFieldThatTheParserWasInIsNamed() {
        assertThat(violation(utf8("{\"a\": [{\"b\": 1}, {\"c\": NaN}]}")))
                .isEqualTo(new Violation("a[1].c", "NaN", "a finite number; JSON has no other"));
        assertThat(violation(utf8("{\"a\": {\"b\": 1, \"b\": 2}}")).sentence())
                .isEqualTo("a.b is given twice; expected each field once");
        assertThat(violation(utf8("{\"a\": {\"b\": 1" + "0".repeat(200) + "}}")))
                .isEqualTo(new Violation("a.b", "too long a number", "a number of at most 100 digits"));
    }

    private static Violation violation(byte[] message) {
        return switch (SubmissionText.read(Optional.of(message))) {
            case Checked.Valid<ObjectNode>(ObjectNode object) -> throw new AssertionError("valid: " + object);
            case Checked.Invalid<ObjectNode>(var violations) -> violations.getFirst();
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
