package dev.atelier.results.rest.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CsvTableTest {
    private static final String CHARACTERS = "a,;\"\r\n'=+-@ \t€𝛼";

    @Test
    void numbersTimesAndAbsentValuesAreWrittenPlainly() throws IOException {
        assertThat(written(List.of(1, -2L, 0.1, 1e-8, Optional.of(0.5), Optional.empty(), Instant.EPOCH, "x")))
                .isEqualTo("1,-2,0.1,1e-8,0.5,,1970-01-01T00:00:00Z,x\r\n");
    }

    @Test
    void whateverATextHoldsItIsReadAsOneCellAndAsNoFormula() throws IOException {
        Random random = new Random(7);
        int[] characters = CHARACTERS.codePoints().toArray();
        for (int i = 0; i < 2000; i++) {
            List<String> texts = new ArrayList<>();
            for (int cell = 0; cell < 3; cell++) {
                texts.add(random.ints(random.nextInt(6), 0, characters.length)
                        .mapToObj(index -> Character.toString(characters[index]))
                        .collect(Collectors.joining()));
            }
            List<String> read = read(written(texts));

            assertThat(read).hasSize(3).noneMatch(text -> text.matches("(?s)[=+@\t\r-].*"));
            for (int cell = 0; cell < 3; cell++) {
                assertThat(read.get(cell)).isIn(texts.get(cell), "'" + texts.get(cell));
            }
        }
    }

    @Test
    void aRowOfAnotherLengthIsRefused() throws IOException {
        CsvTable csv = new CsvTable(new ByteArrayOutputStream(), List.of("a", "b"));

        assertThatThrownBy(() -> csv.write(List.of(1))).hasMessage("there are 1 cells; expected 2");
    }

    private static String written(List<?> cells) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CsvTable csv = new CsvTable(out, cells.stream().map(cell -> "c").toList());
        int header = out.size();
        csv.write(cells);
        return out.toString(StandardCharsets.UTF_8).substring(header);
    }

    /** The cells of one line by RFC 4180. */
    private static List<String> read(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            if (quoted && character == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (character == '"') {
                quoted = !quoted;
            } else if (!quoted && (character == ',' || line.startsWith("\r\n", i))) {
                cells.add(cell.toString());
                cell.setLength(0);
                if (character == '\r') {
                    assertThat(i + 2).isEqualTo(line.length());
                    return cells;
                }
            } else {
                cell.append(character);
            }
        }
        throw new AssertionError("the line does not end");
    }
}
