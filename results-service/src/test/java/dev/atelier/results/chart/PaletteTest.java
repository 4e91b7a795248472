package dev.atelier.results.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Training and validation have one colour each, in charts and in sheets, on light and on dark ground. */
class PaletteTest {
    @Test
    void theSheetHasTheColoursOfTheCharts() throws IOException {
        String sheet = Files.readString(Path.of("src/main/resources/META-INF/resources/page.css"));

        assertThat(definitions(sheet, "--train")).containsExactly(Palette.TRAINING);
        assertThat(definitions(sheet, "--validation")).containsExactly(Palette.VALIDATION);
    }

    private static List<String> definitions(String sheet, String name) {
        return Pattern.compile(name + ": ([^;]*);")
                .matcher(sheet)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
