package dev.atelier.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayWidthTest {
    @ParameterizedTest
    @CsvSource({
        "abc, 3",
        "größer, 6",
        "e\u0301, 1",
        "中文, 4",
        "한글, 4",
        "ﾊﾝｶｸ, 4",
        "ＡＢ, 4",
        "😀, 2",
        "✅, 2",
        "👍🏽, 4",
        "'', 0"
    })
    void countsColumns(String text, int columns) {
        assertThat(DisplayWidth.of(text)).isEqualTo(columns);
    }

    @Test
    void cutsBeforeACharacterThatWouldNotFit() {
        assertThat(DisplayWidth.cut("ab中文", 4)).isEqualTo("ab中");
        assertThat(DisplayWidth.cut("ab中文", 5)).isEqualTo("ab中");
        assertThat(DisplayWidth.cut("ab中文", 6)).isEqualTo("ab中文");
        assertThat(DisplayWidth.cut("e\u0301e", 1)).isEqualTo("e\u0301");
    }

    @Test
    void padsByColumns() {
        assertThat(DisplayWidth.pad("中", 4)).isEqualTo("中  ");
        assertThat(DisplayWidth.pad("中文", 3)).isEqualTo("中文");
    }
}
