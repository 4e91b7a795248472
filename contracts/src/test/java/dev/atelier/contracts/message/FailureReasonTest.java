package dev.atelier.contracts.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureReasonTest {
    @Test
    void aMessageAboutAValueIsTheReason() {
        IllegalArgumentException refused = new IllegalArgumentException("round is -1; expected at least 0");

        assertThat(FailureReason.of(refused)).isEqualTo("round is -1; expected at least 0");
        assertThat(FailureReason.of(new IllegalArgumentException(refused)))
                .isEqualTo("round is -1; expected at least 0");
        assertThat(FailureReason.of(new IllegalStateException("wrapped", refused)))
                .isEqualTo("round is -1; expected at least 0");
        assertThat(FailureReason.of(new DateTimeException("the year is too large")))
                .isEqualTo("the year is too large");
    }

    @Test
    void noReasonNamesAPackageOfJava() {
        for (Throwable failure : List.of(
                new NullPointerException("Cannot invoke \"java.lang.String.length()\""),
                new IllegalArgumentException(),
                new IllegalArgumentException(new IllegalStateException("java.util.List")),
                new StackOverflowError(),
                new OutOfMemoryError("Java heap space"),
                notJson())) {
            assertThat(FailureReason.of(failure))
                    .as(failure.toString())
                    .isNotBlank()
                    .doesNotContain("java.", "null");
        }
    }

    @Test
    void whatSaysNothingAboutAValueIsUnexpected() {
        for (Throwable failure : List.of(
                new NullPointerException("Cannot invoke"),
                new IllegalArgumentException(),
                new IllegalStateException("wrapped", new ClassCastException("a")))) {
            assertThat(FailureReason.isUnexpected(failure))
                    .as(failure.toString())
                    .isTrue();
        }
        for (Throwable failure : List.of(
                new IllegalArgumentException("round is -1"),
                new IllegalStateException("wrapped", new IllegalArgumentException("round is -1")),
                new StackOverflowError(),
                new OutOfMemoryError("Java heap space"),
                notJson())) {
            assertThat(FailureReason.isUnexpected(failure))
                    .as(failure.toString())
                    .isFalse();
        }
    }

    private static RuntimeException notJson() {
        try {
            throw new AssertionError(Json.read("{".getBytes(StandardCharsets.UTF_8), List.class));
        } catch (RuntimeException e) {
            return e;
        }
    }
}
