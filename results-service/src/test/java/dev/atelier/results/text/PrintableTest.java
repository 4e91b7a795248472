package dev.atelier.results.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @Test
    void whatCannotBeSeenIsShownAsItsEscape() {
        assertThat(Printable.line("a\u001b[2Jb\u0000\u202e\u2028\ud800z"))
                .isEqualTo("a\\u001b[2Jb\\u0000\\u202e\\u2028\\ud800z");
        assertThat(Printable.line("two\nlines\t")).isEqualTo("two\\u000alines\\u0009");
        assertThat(Printable.lines("two\nlines\t\u007f")).isEqualTo("two\nlines\t\\u007f");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp depth", "Größe × 2", "学習", "👩\u200D🔬", "a'\"<b>&"})
    void whatCanBeSeenIsShownAsItIs(String text) {
        assertThat(Printable.line(text)).isEqualTo(text);
    }

    @Test
    void longTextIsCutAndNeverInTheMiddleOfACharacter() {
        assertThat(Printable.line("x".repeat(300), 10)).isEqualTo("x".repeat(9) + "…");
        assertThat(Printable.line("😀".repeat(300), 10)).isEqualTo("😀".repeat(4) + "…");
        assertThat(Printable.line("x".repeat(10), 10)).isEqualTo("x".repeat(10));
        assertThat(Printable.line("\u0001".repeat(300), 20)).hasSizeLessThanOrEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u00a0", "\u3000\u2003", "\u200d", "\u2800", "\u3164", "\u0301"})
    void aNameOfWhichNothingCanBeSeenIsTheId(String name) {
        assertThat(Printable.name(name, "the-id")).isEqualTo("the-id");
    }
}
