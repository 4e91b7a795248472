package dev.atelier.trainer.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.trainer.training.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentedReasonsTest {
    private static final Path DOCUMENTATION = Path.of("..", "..", "docs", "operating.md");

    @Test
    void theDocumentationSaysWhatEachMeansAndWhatToDo() throws IOException {
        List<String[]> rows = rows("### Why a job failed");
        assertThat(rows)
                .extracting(row -> row[1].strip())
                .containsExactlyElementsOf(Arrays.stream(FailureKind.values())
                        .map(kind -> "`" + kind.word() + "`")
                        .toList());
        assertThat(rows)
                .allSatisfy(row -> assertThat(Arrays.asList(row).subList(1, row.length))
                        .hasSize(3)
                        .noneMatch(String::isBlank));
    }

    @Test
    void theDocumentationSaysOfEachReleaseWhatItMeans() throws IOException {
        String documented = String.join(
                "\n",
                rows("### Why a job waits again").stream().map(row -> row[1]).toList());
        assertThat(ReleaseKind.values())
                .allSatisfy(kind -> assertThat(documented).contains("`" + kind.word() + "`"));
    }

    /** The cells of each row of the first table under a heading, the first of them empty. */
    private static List<String[]> rows(String heading) throws IOException {
        try (Stream<String> lines = Files.lines(DOCUMENTATION)) {
            return lines.dropWhile(line -> !line.equals(heading))
                    .dropWhile(line -> !line.startsWith("|"))
                    .takeWhile(line -> line.startsWith("|"))
                    .skip(2)
                    .map(line -> line.split("\\|"))
                    .toList();
        }
    }
}
