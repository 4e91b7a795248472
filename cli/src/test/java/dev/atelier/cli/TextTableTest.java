package dev.atelier.cli;

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
    void refusesARowThatDoesNotFitItsHeadings() {
        assertThatThrownBy(() -> new TextTable("one", "two").row("alone"))
                .hasMessage("1 cells in a row; expected 2, one for each heading");
    }
}
