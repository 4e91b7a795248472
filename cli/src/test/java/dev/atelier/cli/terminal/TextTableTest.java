package dev.atelier.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void makesColumnsAsWideAsTheirWidestCellAndAlignsNumbersRight() {
        TextTable table = new TextTable("name", ">count").row("a", "1234567").row("é-lo-ng", "2");

        assertThat(table.toString().lines())
                .containsExactly("name       count", "a        1234567", "é-lo-ng        2");
    }

    @Test
    void makesColumnsOfWideCharactersAsWideAsTheyAre() {
        TextTable table =
                new TextTable("name", ">count").row("中文", "1").row("abcde", "2").row("e\u0301", "3");

        assertThat(table.toString().lines())
                .containsExactly("name   count", "中文       1", "abcde      2", "e\u0301          3");
    }

    @Test
    void keepsEveryRowOnOneLine() {
        TextTable table = new TextTable("name", ">count").row("a\nb\u001b[2J\t", "1");

        assertThat(table.toString().lines()).containsExactly("name             count", "a\\nb\\u001b[2J\\t      1");
    }

    @Test
    void refusesARowThatDoesNotFitItsHeadings() {
        assertThatThrownBy(() -> new TextTable("one", "two").row("alone"))
                .hasMessage("1 cells in a row; expected 2, one for each heading");
    }

    @Test
    void isFittedToTheTerminalByCuttingTextsAndLeavingTheLastColumnsOut() {
        TextTable table = new TextTable("#job", "~name", ">epoch", "?study", "?~tags", "?empty")
                .row("0123456789abcdef0123", "a rather long name of a job", "5/5", "depth-12345678", "a=1 b=2", "-");

        assertThat(table.toString().lines().toList().get(1))
                .isEqualTo("0123456789abcdef0123  a rather long name of a job    5/5  depth-12345678  a=1 b=2  -");
        assertThat(table.render(200, false)).doesNotContain("empty").contains("a=1 b=2");
        assertThat(table.render(54, false).lines())
                .containsExactly(
                        "job                   name                       epoch",
                        "0123456789abcdef0123  a rather long name of a …    5/5");
        assertThat(table.render(29, false).lines().toList().get(1)).isEqualTo("0123456789ab  a rathe…    5/5");
        for (int width = 29; width < 120; width++) {
            int columns = width;
            assertThat(table.render(width, false).lines()).allMatch(line -> DisplayWidth.of(line) <= columns);
        }
    }

    @Test
    void coloursWordsAndNothingElse() {
        TextTable table = new TextTable("name", "state")
                .colour("state", Colour::ofState)
                .row("failed", "failed")
                .row("\u001b[31m", "completed");

        assertThat(table.render(80, true).lines())
                .containsExactly(
                        "\u001b[1mname\u001b[0m        \u001b[1mstate\u001b[0m",
                        "failed      \u001b[31mfailed\u001b[0m",
                        "\\u001b[31m  \u001b[32mcompleted\u001b[0m");
        assertThat(table.toString()).doesNotContain("\u001b");
    }
}
