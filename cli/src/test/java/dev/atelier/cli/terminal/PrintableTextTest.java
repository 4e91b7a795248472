package dev.atelier.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.atelier.contracts.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"two-hidden seed 1", "größer", "中文", "👩\u200d💻", "می\u200cخواهم", "e\u0301", "← 93.5 % ± 0.1"})
    void leavesWrittenTextAsItIs(String text) {
        assertThat(PrintableText.line(text)).isEqualTo(text);
    }

    @Test
    void escapesWhatATerminalObeys() {
        assertThat(PrintableText.line("a\u001b[2Jb\u009bc\u0007\b\u007f\u0000"))
                .isEqualTo("a\\u001b[2Jb\\u009bc\\u0007\\u0008\\u007f\\u0000");
    }

    @Test
    void escapesWhatReordersTextOrHidesInIt() {
        assertThat(PrintableText.line("a\u202eb\u2066c\u200bd\ufeffe\u00adf"))
                .isEqualTo("a\\u202eb\\u2066c\\u200bd\\ufeffe\\u00adf");
    }

    @Test
    void escapesHalfACharacterAndHiddenOnesOfTwoHalves() {
        assertThat(PrintableText.line("a\ud83d")).isEqualTo("a\\ud83d");
        assertThat(PrintableText.line("\udb40\udc41")).isEqualTo("\\udb40\\udc41");
    }

    @Test
    void keepsLineBreaksAndTabsOnlyInTextOfSeveralLines() {
        assertThat(PrintableText.line("a\nb\tc\rd\u2028e")).isEqualTo("a\\nb\\tc\\rd\\u2028e");
        assertThat(PrintableText.lines("a\nb\tc\rd\u2028e")).isEqualTo("a\nb\tc\\rd\\u2028e");
    }

    @Test
    void jsonStaysTheSameJson() throws Exception {
        TextNode hostile = TextNode.valueOf("\u001b[2J\u009b\u202e\udb40\udc41\n");
        StringWriter printed = new StringWriter();

        new PrintWriter(new EscapingWriter(printed), true).print(Json.text(hostile));

        assertThat(printed.toString()).isPrintable();
        assertThat(Json.MAPPER.readTree(printed.toString())).isEqualTo(hostile);
    }

    @Test
    void escapesHoweverItIsWritten() throws Exception {
        StringWriter printed = new StringWriter();
        try (EscapingWriter writer = new EscapingWriter(printed)) {
            writer.write('\u001b');
            writer.write("x\u001by".toCharArray(), 1, 2);
            writer.write("x\u001by", 1, 1);
            writer.append("\u001b").append('\n');
        }

        assertThat(printed.toString()).isEqualTo("\\u001b\\u001by\\u001b\\u001b\n");
    }
}
