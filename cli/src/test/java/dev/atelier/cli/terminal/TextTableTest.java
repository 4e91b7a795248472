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
}
